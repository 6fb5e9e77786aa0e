package deployer

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chandler-dev/chandler/schema"
)

const testSchema = `
x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.0.0
  publishedVersionMetadata: {releaseNote: First}
  images: {}
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, default: home, x-google-marketplace: {type: NAMESPACE}}
  replicas: {type: integer, default: 1}
required: [name]
`

func loaded(t *testing.T, files map[string]string) *Package {
	t.Helper()
	fsys := fstest.MapFS{"data/schema.yaml": {Data: []byte(testSchema)}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParametersComeFromTheFileElseFromTheFolder(t *testing.T) {
	tests := map[string]struct {
		files map[string]string
		want  string
	}{
		"file":             {map[string]string{"data/values.yaml": "name: a"}, "a"},
		"folder":           {map[string]string{"data/values/name": "b"}, "b"},
		"the file wins":    {map[string]string{"data/values.yaml": "name: a", "data/values/name": "b"}, "a"},
		"a name of digits": {map[string]string{"data/values.yaml": "name: 123"}, "123"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := loaded(t, test.files)
			given, err := Parameters(p.Files, p.Schema)
			if err != nil {
				t.Fatal(err)
			}
			name, namespace, err := identity(p.Schema, given)
			if err != nil || name != test.want || namespace != "home" {
				t.Errorf("%s, %s, %v, want %s in the default namespace", name, namespace, err, test.want)
			}
		})
	}
}

func TestMissingParametersAreNamed(t *testing.T) {
	p := loaded(t, nil)
	if _, err := Parameters(p.Files, p.Schema); err == nil || !strings.Contains(err.Error(), "/data/values.yaml") {
		t.Errorf("got %v", err)
	}
	if _, _, err := identity(p.Schema, map[string]any{"namespace": "x"}); err == nil || !strings.Contains(err.Error(), "parameter name (NAME)") {
		t.Errorf("got %v", err)
	}
}

func TestAPackageWithoutASchemaIsRefused(t *testing.T) {
	if _, err := Load(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "/data/schema.yaml") {
		t.Errorf("got %v", err)
	}
	if _, err := Load(fstest.MapFS{"data/schema.yaml": {Data: []byte("\tx: 1")}}); err == nil {
		t.Error("a schema with tabs was taken")
	} else if problems := (schema.Problems)(nil); !errors.As(err, &problems) {
		t.Errorf("not Problems, but %T", err)
	}
}

func TestANameThatIsNoneOfKubernetesIsRefused(t *testing.T) {
	p := loaded(t, nil)
	for _, given := range []map[string]any{
		{"name": "a\n---\nkind: Secret"}, {"name": "A"}, {"name": "a b"}, {"name": strings.Repeat("a", 254)},
		{"name": "a", "namespace": "b: c"}, {"name": "a", "namespace": "b.c"},
	} {
		if _, _, err := identity(p.Schema, given); err == nil {
			t.Errorf("%v is taken", given)
		}
	}
	if name, namespace, err := identity(p.Schema, map[string]any{"name": "shop.web-1"}); name != "shop.web-1" || namespace != "home" || err != nil {
		t.Errorf("%s in %s: %v", name, namespace, err)
	}
}
