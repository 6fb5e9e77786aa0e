package scaffold_test

import (
	"maps"
	"path/filepath"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/scaffold"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/rules"
)

// lint holds a package to what chandler verify holds it to before it reaches a cluster: it gives all that is wrong or
// warned of, and what the package renders to.
func lint(t *testing.T, p *scaffold.Package) (schema.Problems, *deployer.Rendered) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), p.Name)
	must(t, scaffold.Write(dir, p, nil))
	folder, err := images.OpenFolder(dir, images.FolderOptions{})
	must(t, err)
	pkg, err := deployer.Load(folder.Files)
	must(t, err)
	problems := pkg.Schema.Check()
	rendered, err := verifier.Preview(t.Context(), verifier.PreviewOptions{Files: folder.Files, Mode: deployer.Verify, Name: "app-1", Namespace: "ns-1",
		ApplicationUID: "uid-1", DeployerImage: "registry.example.com/app/deployer:1.0.0", Parameters: map[string]any{}})
	if err != nil {
		t.Fatalf("it does not render: %v", err)
	}
	scope := deployer.NewScope(append(append([]*unstructured.Unstructured{}, rendered.App...), rendered.Testers...), nil)
	return append(problems, rules.Check(rules.Subject{Application: rendered.Application, App: rendered.App, Testers: rendered.Testers,
		ClusterScoped: func(o *unstructured.Unstructured) bool { return scope.ClusterScoped(o.GroupVersionKind()) }})...), rendered
}

func lintsClean(t *testing.T, p *scaffold.Package) *deployer.Rendered {
	t.Helper()
	problems, rendered := lint(t, p)
	for _, problem := range problems {
		t.Errorf("%s: %v", p.Name, problem)
	}
	return rendered
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// kindsOf counts objects by their kind.
func kindsOf(objects []*unstructured.Unstructured) map[string]int {
	kinds := map[string]int{}
	for _, o := range objects {
		kinds[o.GetKind()]++
	}
	return kinds
}

func same(got, want map[string]int) bool { return maps.Equal(got, want) }
