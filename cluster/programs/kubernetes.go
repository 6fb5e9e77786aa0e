package programs

import (
	"context"
	"os"

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"          // --logging-format=json
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // metrics of API clients
	_ "k8s.io/component-base/metrics/prometheus/version"  // metric of the version
	kubectlcmd "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserverapp "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllerapp "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxyapp "k8s.io/kubernetes/cmd/kube-proxy/app"
	schedulerapp "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubeletapp "k8s.io/kubernetes/cmd/kubelet/app"
)

func apiServer() { os.Exit(cli.Run(apiserverapp.NewAPIServerCommand())) }

func controllerManager() { os.Exit(cli.Run(controllerapp.NewControllerManagerCommand())) }

func scheduler() { os.Exit(cli.Run(schedulerapp.NewSchedulerCommand())) }

func kubelet(ctx context.Context) { os.Exit(cli.Run(kubeletapp.NewKubeletCommand(ctx))) }

func kubeProxy() { os.Exit(cli.Run(proxyapp.NewProxyCommand())) }

func kubectl() {
	if err := cli.RunNoErrOutput(kubectlcmd.NewDefaultKubectlCommand()); err != nil {
		kubectlutil.CheckErr(err)
	}
}
