package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/chandler-dev/chandler/internal/embedded"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier"
)

// answerTimeout is how long a cluster may take to answer the first question.
const answerTimeout = 10 * time.Second

// target is the cluster that a command works on.
type target struct {
	Client    *kube.Client
	Name      string            // of the kubeconfig's context, or "embedded"
	About     string            // version, nodes, and whether it was started for this command
	Embedded  *embedded.Cluster // nil if it is not one of ours, or was not recognised
	Namespace string            // where no other is named
}

// targetFlags are the flags that choose the cluster, named as kubectl names them.
type targetFlags struct {
	kube     *genericclioptions.ConfigFlags
	embedded string
	err      io.Writer
}

func addTargetFlags(cmd *cobra.Command, s streams) *targetFlags {
	var kubeconfig, context, namespace string
	f := &targetFlags{err: s.err, kube: &genericclioptions.ConfigFlags{KubeConfig: &kubeconfig, Context: &context, Namespace: &namespace}}
	flags := cmd.Flags()
	flags.StringVar(&kubeconfig, "kubeconfig", "", "path of the kubeconfig file that names the cluster")
	flags.StringVar(&context, "context", "", "name of the kubeconfig context")
	flags.StringVar(&f.embedded, "embedded", "", "work on the embedded cluster of this `NAME`, started when needed")
	cmd.MarkFlagsMutuallyExclusive("embedded", "kubeconfig")
	cmd.MarkFlagsMutuallyExclusive("embedded", "context")
	return f
}

// addNamespaceFlag adds kubectl's flag for the namespace.
func (f *targetFlags) addNamespaceFlag(cmd *cobra.Command) {
	cmd.Flags().StringVarP(f.kube.Namespace, "namespace", "n", "", "namespace of the app (default: the kubeconfig context's)")
}

// named reports whether the user named a cluster of their own.
func (f *targetFlags) named() bool { return *f.kube.KubeConfig != "" || *f.kube.Context != "" }

// openNamed opens the cluster that the flags name, else the embedded one. The environment is not looked at:
// a verification never touches a cluster that was not named.
func (f *targetFlags) openNamed(ctx context.Context) (*target, error) {
	if f.named() {
		return f.openKubeconfig(ctx)
	}
	return f.openEmbedded(ctx)
}

// openLikeKubectl opens the cluster that kubectl would take, and the embedded one where there is no kubeconfig.
func (f *targetFlags) openLikeKubectl(ctx context.Context) (*target, error) {
	if f.embedded != "" {
		return f.openEmbedded(ctx)
	}
	config, err := f.kube.ToRawKubeConfigLoader().RawConfig()
	if err == nil && len(config.Contexts) == 0 && len(config.Clusters) == 0 && !f.named() {
		return f.openEmbedded(ctx)
	}
	return f.openKubeconfig(ctx)
}

// openEmbedded starts the embedded cluster if it does not run.
func (f *targetFlags) openEmbedded(ctx context.Context) (*target, error) {
	program, err := embedded.Find()
	if err != nil {
		return nil, err
	}
	cluster := embedded.Cluster{Program: program, Name: f.embedded}
	if cluster.Name == "" {
		cluster.Name = embedded.DefaultName
	}
	settle := passing(f.err, "starting the embedded cluster …")
	status, err := cluster.Up(ctx)
	settle()
	if err != nil {
		return nil, err
	}
	config, err := clientcmd.BuildConfigFromFlags("", status.Kubeconfig)
	if err != nil {
		return nil, fmt.Errorf("embedded cluster %q: read %s: %w", cluster.Name, status.Kubeconfig, err)
	}
	t := &target{Name: "embedded", Embedded: &cluster, Namespace: f.namespace(metav1.NamespaceDefault)}
	if cluster.Name != embedded.DefaultName {
		t.Name = "embedded " + cluster.Name
	}
	started := "already running"
	if !status.AlreadyRunning {
		started = fmt.Sprintf("started in %.1fs", status.StartSeconds)
	} else if status.Outdated {
		started += " in another build of chandler-cluster: renew it with chandler cluster down and up"
	}
	return t, t.connect(ctx, config, started)
}

// openKubeconfig opens the cluster of a kubeconfig.
func (f *targetFlags) openKubeconfig(ctx context.Context) (*target, error) {
	loader := f.kube.ToRawKubeConfigLoader()
	config, err := loader.ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("read the kubeconfig: %w", err)
	}
	raw, err := loader.RawConfig()
	if err != nil {
		return nil, fmt.Errorf("read the kubeconfig: %w", err)
	}
	namespace, _, err := loader.Namespace()
	if err != nil {
		return nil, fmt.Errorf("read the kubeconfig: %w", err)
	}
	t := &target{Name: raw.CurrentContext, Namespace: namespace}
	if *f.kube.Context != "" {
		t.Name = *f.kube.Context
	}
	if err := t.connect(ctx, config, config.Host); err != nil {
		return nil, err
	}
	return t, nil
}

func (f *targetFlags) namespace(otherwise string) string {
	if *f.kube.Namespace != "" {
		return *f.kube.Namespace
	}
	return otherwise
}

// connect makes the clients and asks the cluster for its version, so that a dead one is found out first.
func (t *target) connect(ctx context.Context, config *rest.Config, note string) error {
	client, err := kube.New(config)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	nodes := make(chan string, 1)
	go func() { nodes <- nodeCount(ctx, client) }()
	version, err := serverVersion(ctx, client)
	if err != nil {
		return fmt.Errorf("cluster %q at %s does not answer: %w\nCheck the cluster, --kubeconfig and --context; with --embedded default the embedded cluster is used", t.Name, config.Host, err)
	}
	t.Client = client
	t.About = fmt.Sprintf("Kubernetes %s, %s%s", strings.TrimPrefix(version, "v"), <-nodes, note)
	return nil
}

func serverVersion(ctx context.Context, c *kube.Client) (string, error) {
	answer := make(chan error, 1)
	var version string
	go func() { // the discovery client takes no context
		info, err := c.Discovery.ServerVersion()
		if err == nil {
			version = info.GitVersion
		}
		answer <- err
	}()
	select {
	case err := <-answer:
		return version, err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// nodeCount is for people: empty where the user may not list nodes.
func nodeCount(ctx context.Context, c *kube.Client) string {
	nodes, err := c.Metadata.Resource(corev1.SchemeGroupVersion.WithResource("nodes")).List(ctx, metav1.ListOptions{Limit: 1})
	if err != nil {
		return ""
	}
	n := int64(len(nodes.Items))
	if nodes.RemainingItemCount != nil {
		n += *nodes.RemainingItemCount
	}
	if n == 1 {
		return "1 node, "
	}
	return fmt.Sprintf("%d nodes, ", n)
}

// recognise finds out whether the cluster of a kubeconfig is an embedded one, into which images can be loaded.
func (t *target) recognise(ctx context.Context) {
	if t.Embedded == nil {
		t.Embedded = embeddedAt(ctx, t.Client.Config.Host)
	}
}

// embeddedAt returns the embedded cluster whose API server is at the URL, or nil.
func embeddedAt(ctx context.Context, server string) *embedded.Cluster {
	program, err := embedded.Find()
	if err != nil {
		return nil
	}
	all, err := (embedded.Cluster{Program: program}).List(ctx)
	if err != nil {
		return nil
	}
	for _, s := range all {
		if s.Running && s.Server == server {
			return &embedded.Cluster{Program: program, Name: s.Name}
		}
	}
	return nil
}

// forVerifier is the cluster as the verifier takes it.
func (t *target) forVerifier() verifier.Target {
	out := verifier.Target{Client: t.Client, Name: t.Name, About: t.About}
	if t.Embedded != nil {
		out.Load = func(ctx context.Context, archives ...string) error {
			_, err := t.Embedded.Load(ctx, archives...)
			return err
		}
	}
	return out
}
