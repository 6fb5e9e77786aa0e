// Command deployer is the entry point of deployer images: /bin/deploy.sh and /bin/deploy_with_tests.sh.
//
// It reads the package from /data and /data-test, and deploys it to the cluster it runs in. Nothing is written to
// disk. See the package deployer for what it does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/internal/gcpause"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
)

func main() {
	gcpause.End()
	render.Worker()
	os.Exit(run(interruptible(context.Background()), os.Args))
}

// run gives the exit status: 0 if the package was deployed (and, with tests, passed), 1 if not, 2 for a wrong call: flags,
// or parameters that cannot be read.
func run(ctx context.Context, args []string) int {
	flags := flag.NewFlagSet(filepath.Base(args[0]), flag.ContinueOnError)
	mode := flags.String("mode", string(modeOf(args[0])), "install, or verify: with the tests of the package")
	root := flags.String("root", "/", "the folder that has data and data-test")
	parameters := flags.String("parameters", "", "values for the package's parameters, as JSON or YAML, or @FILE; then nothing has to be made before")
	hold := flags.Duration("hold", ready.DefaultHold, "how long the app must stay ready, as in --hold=10s; CHANDLER_HOLD in the environment says the same")
	recreate := flags.Bool("recreate", os.Getenv("CHANDLER_RECREATE") == "true", "delete and make anew what changes in a field that cannot be changed, but for what holds data (default: CHANDLER_RECREATE=true)")
	if err := flags.Parse(args[1:]); err != nil {
		return 2
	}
	if m := deployer.Mode(*mode); m != deployer.Install && m != deployer.Verify || flags.NArg() > 0 {
		_, _ = fmt.Fprintf(os.Stderr, "usage: %s [--mode=install|verify] [--parameters=JSON|@FILE] [--hold=DURATION] [--recreate]\n", flags.Name())
		return 2
	}
	out := printerFor(os.Getenv("CHANDLER_EVENTS"), os.Stdout, os.Stderr)
	o := deployer.Options{Mode: deployer.Mode(*mode)}
	var err error
	if o.Hold, err = holdOf(flags, *hold); err != nil {
		out.error(err)
		return 1
	}
	if err := bare(&o, *parameters, os.Getenv(parametersVariable)); err != nil {
		out.error(err)
		return 2
	}
	if err := options(&o, *root); err != nil {
		out.error(err)
		return 1
	}
	o.Pod, o.Recreate, o.Emit = ownPod(), *recreate, out.print
	if err := deployer.Run(ctx, o); err != nil {
		return 1 // it was printed as an event
	}
	return 0
}

// modeOf tells the mode from the name the program was called by.
func modeOf(program string) deployer.Mode {
	if filepath.Base(program) == "deploy_with_tests.sh" {
		return deployer.Verify
	}
	return deployer.Install
}

func options(o *deployer.Options, root string) (err error) {
	if o.ReadyTimeout, err = seconds("WAIT_FOR_READY_TIMEOUT"); err != nil {
		return err
	}
	if o.TesterTimeout, err = seconds("TESTER_TIMEOUT"); err != nil {
		return err
	}
	render.Ahead(filepath.Join(root, "data", "chart"))
	if o.Package, err = deployer.Load(os.DirFS(root)); err != nil {
		return err
	}
	config, err := clusterConfig()
	if err != nil {
		return err
	}
	o.Warnings = &deployer.Warnings{}
	config.WarningHandler = o.Warnings
	o.Client, err = kube.NewCore(config)
	return err
}

// parametersVariable is the environment variable that gives parameters, as --parameters does: out of a Secret, for what
// nobody shall read in the arguments of a Pod.
const parametersVariable = "CHANDLER_PARAMETERS"

// bare takes the parameters of the command line, else those of the environment, if there are some. They stand in place of
// all that is mounted.
func bare(o *deployer.Options, flag, variable string) error {
	from, text := "--parameters", flag
	if text == "" {
		from, text = parametersVariable, variable
	}
	if text == "" {
		return nil
	}
	data := []byte(text)
	if path, ok := strings.CutPrefix(text, "@"); ok {
		var err error
		if data, err = os.ReadFile(path); err != nil {
			return fmt.Errorf("%s: %w", from, err)
		}
		from = path
	}
	given, err := schema.ParseValues(from, data)
	o.Given, o.Places, o.Bare = given, schema.ParameterPlaces(from, data), &deployer.Bare{Pod: ownPod()}
	return err
}

// namespaceFile is where a Pod finds its namespace.
const namespaceFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace"

// ownPod names the Pod that this runs in; it is empty outside of one.
func ownPod() types.NamespacedName {
	namespace, err := os.ReadFile(namespaceFile)
	if err != nil {
		return types.NamespacedName{}
	}
	return types.NamespacedName{Namespace: strings.TrimSpace(string(namespace)), Name: os.Getenv("HOSTNAME")}
}

// seconds reads a number of seconds from the environment; 0 if it is not set.
func seconds(variable string) (time.Duration, error) {
	text := os.Getenv(variable)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("the environment variable %s is %q: set it to a number of seconds", variable, text)
	}
	return time.Duration(n) * time.Second, nil
}

// holdOf gives the hold: what the command line says, else the environment, else the default.
func holdOf(flags *flag.FlagSet, hold time.Duration) (time.Duration, error) {
	text, given := os.Getenv("CHANDLER_HOLD"), false
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == "hold" })
	if text != "" && !given {
		var err error
		if hold, err = time.ParseDuration(text); err != nil {
			return 0, fmt.Errorf("the environment variable CHANDLER_HOLD is %q: set it to a duration, such as 10s", text)
		}
	}
	if hold < 0 {
		return 0, fmt.Errorf("the app cannot stay ready for %s: a hold is 0s or longer", hold)
	}
	return hold, nil
}

// clusterConfig finds the cluster: the one this runs in, or that of KUBECONFIG.
func clusterConfig() (*rest.Config, error) {
	config, err := rest.InClusterConfig()
	if errors.Is(err, rest.ErrNotInCluster) {
		config, err = clientcmd.NewNonInteractiveDeferredLoadingClientConfig(
			&clientcmd.ClientConfigLoadingRules{ExplicitPath: os.Getenv("KUBECONFIG")}, nil).ClientConfig()
	}
	if err != nil {
		return nil, fmt.Errorf("find the cluster: %w: run this in a Pod with a ServiceAccount, or set KUBECONFIG", err)
	}
	return config, nil
}
