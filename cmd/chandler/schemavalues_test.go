package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/chandler-dev/chandler/internal/conformance"
)

func TestSchemaValuesOfRealPackagesEqualThoseOfTheReference(t *testing.T) {
	for _, dir := range conformance.Packages(t) {
		file := filepath.Join(dir, "schema.yaml")
		t.Run(filepath.Base(dir), func(t *testing.T) {
			for _, mode := range []string{"install", "verify"} {
				args := []string{"schema", "values", "--schema", file, "--parameters", filepath.Join(dir, mode, "parameters.yaml"), "--app-uid", "uid-1"}
				if mode == "verify" {
					args = append(args, "--test-schema", filepath.Join(dir, "schema.test.yaml"))
				}
				if filepath.Base(dir) == "gatekeeper" {
					refusedForItsAccount(t, args)
					continue
				}
				printsTheSame(t, filepath.Join(dir, mode, "values.yaml"), args)
				if helm := filepath.Join(dir, mode, "helm-values.yaml"); exists(helm) {
					printsTheSame(t, helm, append(args, "--helm"))
				}
			}
		})
	}
}

// printsTheSame runs the command and compares what it prints with a file of the reference: the values, and the order
// of the keys.
func printsTheSame(t *testing.T, file string, args []string) {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(t.Context(), args, streams{out: &out, err: &errs}); status != exitPassed || errs.Len() > 0 {
		t.Fatalf("exit status %d: %s", status, errs.String())
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(decoded(t, data), decoded(t, out.Bytes())); diff != "" {
		t.Errorf("%s (-reference +ours):\n%s", file, diff)
	}
}

// decoded reads a map as a list of its keys and values, in their order.
func decoded(t *testing.T, data []byte) []any {
	t.Helper()
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	if document.Kind == 0 {
		return nil
	}
	return pairs(t, document.Content[0])
}

func pairs(t *testing.T, n *yaml.Node) []any {
	t.Helper()
	var out []any
	for i := 0; i+1 < len(n.Content); i += 2 {
		var key string
		var value any
		if err := n.Content[i].Decode(&key); err != nil {
			t.Fatal(err)
		}
		if n.Content[i+1].Kind == yaml.MappingNode {
			value = pairs(t, n.Content[i+1])
		} else if err := n.Content[i+1].Decode(&value); err != nil {
			t.Fatal(err)
		}
		out = append(out, []any{key, value})
	}
	return out
}

func refusedForItsAccount(t *testing.T, args []string) {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(t.Context(), args, streams{out: &out, err: &errs}); status != exitFailed || out.Len() > 0 {
		t.Fatalf("exit status %d, and %q is printed", status, out.String())
	}
	if !strings.Contains(errs.String(), "schema.yaml:20:") || !strings.Contains(errs.String(), "CH141") {
		t.Errorf("it does not name the deployer's account without description in line 20: %s", errs.String())
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
