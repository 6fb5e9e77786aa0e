package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/chandler-dev/chandler/internal/embedded"
	"github.com/chandler-dev/chandler/marketplace"
	"github.com/chandler-dev/chandler/marketplace/client"
	"github.com/chandler-dev/chandler/marketplace/demo"
)

// demoFlags are the flags of chandler-store demo.
type demoFlags struct {
	*storeFlags
	cluster string
	images  []string
}

func newDemo() *cobra.Command {
	var f demoFlags
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run a store with an embedded Kubernetes and sample data, to try it out",
		Long: `Run a store with an embedded Kubernetes and sample data, to try it out. It starts the cluster, loads the images of the
sample apps, runs the store, and makes a workspace, a project and a user. Ctrl-C stops all of it; the next start goes on
with the same data.`,
		Example: `  chandler-store demo
  chandler-store demo --address 127.0.0.1:9000 --images examples/redis/images/app.tar`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	f.storeFlags = addStoreFlags(cmd)
	cmd.Flags().StringVar(&f.cluster, "cluster", "store", "name of the embedded cluster")
	cmd.Flags().StringSliceVar(&f.images, "images", nil, "image archives and layouts to load into the cluster; may be repeated")
	return cmd
}

func (f *demoFlags) run(ctx context.Context, out io.Writer) (err error) {
	c, err := f.config()
	if err != nil {
		return err
	}
	if err := programs(&c, ""); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	logPath := filepath.Join(c.Data, "store.log")
	logFile, err := os.OpenFile(logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, logFile.Close()) }()
	if c.Log, err = newLog(logFile, "json"); err != nil {
		return err
	}
	l := &lines{out: out}
	program, err := embedded.Find()
	if err != nil {
		return err
	}
	cluster := embedded.Cluster{Program: program, Name: f.cluster}
	defer func() { err = errors.Join(err, stopCluster(ctx, l, cluster)) }()
	status, err := startCluster(ctx, l, cluster, f.images)
	if err != nil {
		return err
	}
	return f.serve(ctx, l, c, status.Kubeconfig)
}

func startCluster(ctx context.Context, l *lines, cluster embedded.Cluster, images []string) (embedded.Status, error) {
	l.begin("cluster", "Kubernetes "+cluster.Name+" is starting")
	status, err := cluster.Up(ctx)
	if err != nil {
		return status, err
	}
	l.end("cluster", fmt.Sprintf("%s, Kubernetes %s", cluster.Name, status.Kubernetes))
	if len(images) == 0 {
		return status, nil
	}
	l.begin("images", "being loaded")
	loaded, err := cluster.Load(ctx, images...)
	if err != nil {
		return status, err
	}
	l.end("images", fmt.Sprintf("%d on the node", len(loaded)))
	return status, nil
}

// stopping bounds the end of the cluster.
const stopping = 30 * time.Second

func stopCluster(ctx context.Context, l *lines, cluster embedded.Cluster) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopping)
	defer cancel()
	l.begin("cluster", "is stopping")
	if err := cluster.Down(ctx); err != nil {
		return err
	}
	l.end("cluster", "stopped; all data stays")
	return nil
}

// serve runs the store, and seeds it once it answers.
func (f *demoFlags) serve(ctx context.Context, l *lines, c marketplace.Config, kubeconfig string) error {
	g, ctx := errgroup.WithContext(ctx)
	started := make(chan marketplace.Started, 1)
	c.Ready = func(s marketplace.Started) { started <- s }
	g.Go(func() error { return marketplace.Serve(ctx, c) })
	g.Go(func() error {
		select {
		case <-ctx.Done():
			return nil
		case s := <-started:
			l.end("store", s.URL+", data in "+c.Data)
			err := seedAndTell(ctx, l, c, s, demo.Cluster{Name: f.cluster}, kubeconfig)
			if ctx.Err() != nil {
				return nil // it is stopped before it was ready
			}
			return err
		}
	})
	return g.Wait()
}

func seedAndTell(ctx context.Context, l *lines, c marketplace.Config, s marketplace.Started, cluster demo.Cluster, kubeconfig string) (err error) {
	l.begin("sample", "data are being made")
	if cluster.Kubeconfig, err = os.ReadFile(kubeconfig); err != nil {
		return err
	}
	link, err := s.AdminLink(ctx)
	if err != nil {
		return err
	}
	admin := client.New(s.URL)
	if err := admin.SignInByLink(ctx, link); err != nil {
		return err
	}
	seeded, err := demo.Seed(ctx, admin, cluster)
	if err != nil {
		return err
	}
	charts, err := writeCharts(filepath.Join(c.Data, "charts"))
	if err != nil {
		return err
	}
	l.end("sample", fmt.Sprintf("workspace %s, project %s, user %s", demo.Workspace, demo.Project, demo.User))
	if link, err = s.AdminLink(ctx); err != nil {
		return err
	}
	l.say("\nSign in as %s with this link, once, within a day:\n\n  %s\n", marketplace.Admin, link)
	if seeded.Password != "" {
		l.say("\nSign in as %s with the password  %s  (it is not shown again).\n", demo.User, seeded.Password)
	}
	l.say("\nCharts to upload: %s\n\nCtrl-C stops the store and its cluster; the next start goes on with the same data.\n", charts)
	return nil
}

// writeCharts leaves the sample charts in a folder, for people to upload.
func writeCharts(dir string) (where string, err error) {
	charts, err := demo.Charts()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	for i, c := range charts {
		if err := os.WriteFile(filepath.Join(dir, c.File), c.Data, 0o644); err != nil { //nolint:gosec // everybody may read a sample
			return "", err
		}
		if i > 0 {
			where += ", "
		}
		where += filepath.Join(dir, c.File)
	}
	return where, nil
}
