package main

import (
	"context"
	"os"
	"path/filepath"
)

// tool is something that applies manifests to a cluster and takes them away again.
type tool struct {
	name string
	// peer says that its times count among those that the goals are about.
	peer bool
	// prepare writes the files that the steps read into a new folder.
	prepare              func(folder, namespace string, s set) error
	first, again, remove func(ctx context.Context, folder, namespace string, s set) error
}

func (b *applyBench) tools() []tool {
	return []tool{b.chandler(), b.kubectl(), b.helm(), b.kapp(), b.bareLoop()}
}

// call makes a step out of a command line, in which DIR and NS stand for the folder and the namespace.
func (b *applyBench) call(program string, args ...string) func(context.Context, string, string, set) error {
	return func(ctx context.Context, folder, namespace string, _ set) error {
		line := make([]string, len(args))
		for i, arg := range args {
			switch arg {
			case "DIR":
				arg = folder
			case "FILE":
				arg = filepath.Join(folder, "all.yaml")
			case "NS":
				arg = namespace
			}
			line[i] = arg
		}
		_, err := b.run(ctx, program, line...)
		return err
	}
}

func (b *applyBench) chandler() tool {
	apply := b.call("bin/chandler", "apply", "-f", "FILE", "--namespace", "NS")
	return tool{name: "chandler apply, uninstall", first: apply, again: apply,
		remove: b.call("bin/chandler", "uninstall", "bench", "--namespace", "NS", "--logs", "DIR"),
		prepare: func(folder, namespace string, s set) error {
			return write(folder, map[string]string{"all.yaml": s.withApplication(namespace)})
		}}
}

func manifestsOnly(folder, namespace string, s set) error {
	return write(folder, map[string]string{"all.yaml": s.in(namespace)})
}

// kubectl is told not to wait for deletions, for which it takes minutes, one object after the other.
func (b *applyBench) kubectl() tool {
	apply := b.call(b.peers+"/kubectl", "apply", "--server-side", "-f", "FILE")
	return tool{name: "kubectl apply --server-side, delete", peer: true, prepare: manifestsOnly, first: apply, again: apply,
		remove: b.call(b.peers+"/kubectl", "delete", "--wait=false", "-f", "FILE")}
}

func (b *applyBench) helm() tool {
	helm := b.peers + "/helm"
	return tool{name: "helm install, upgrade, uninstall", peer: true,
		first:  b.call(helm, "install", "bench", "DIR", "--namespace", "NS"),
		again:  b.call(helm, "upgrade", "bench", "DIR", "--namespace", "NS"),
		remove: b.call(helm, "uninstall", "bench", "--namespace", "NS"),
		prepare: func(folder, namespace string, s set) error {
			return write(folder, map[string]string{"Chart.yaml": "apiVersion: v2\nname: bench\nversion: 1.0.0\n", "templates/all.yaml": s.in(namespace)})
		}}
}

// kapp is told not to wait for readiness, as the others do not.
func (b *applyBench) kapp() tool {
	deploy := b.call(b.peers+"/kapp", "deploy", "--app", "bench", "--namespace", "NS", "--file", "FILE", "--yes", "--wait=false")
	return tool{name: "kapp deploy, delete", peer: true, prepare: manifestsOnly, first: deploy, again: deploy,
		remove: b.call(b.peers+"/kapp", "delete", "--app", "bench", "--namespace", "NS", "--yes")}
}

func write(folder string, files map[string]string) error {
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}
