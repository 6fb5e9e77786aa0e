package schema

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/chandler-dev/chandler/internal/conformance"
)

func read(t testing.TB, parts ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// loadBoth reads the schema of a package, and the one that a verification uses.
func loadBoth(t testing.TB, dir string) (install, verify *Schema) {
	t.Helper()
	install, err := Parse("schema.yaml", read(t, dir, "schema.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	test, err := Parse("schema.test.yaml", read(t, dir, "schema.test.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if verify, err = Overlay(install, test); err != nil {
		t.Fatal(err)
	}
	return install, verify
}

func TestValuesOfRealPackagesEqualThoseOfTheReference(t *testing.T) {
	for _, dir := range conformance.Packages(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			install, verify := loadBoth(t, dir)
			compareValues(t, install, filepath.Join(dir, "install"))
			compareValues(t, verify, filepath.Join(dir, "verify"))
		})
	}
}

func compareValues(t *testing.T, s *Schema, mode string) {
	t.Helper()
	given, err := ParseValues("parameters.yaml", read(t, mode, "parameters.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	values, err := Resolve(s, given, Environment{ApplicationUID: "uid-1", Rand: rand.Reader, Now: time.Unix(1e9, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(readMap(t, filepath.Join(mode, "values.yaml")), map[string]any(values)); diff != "" {
		t.Errorf("values of %s (-reference +ours):\n%s", mode, diff)
	}
	helm := filepath.Join(mode, "helm-values.yaml")
	if _, err := os.Stat(helm); err != nil {
		return // not a Helm package
	}
	nested, err := values.Nested()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(readMap(t, helm), nested); diff != "" {
		t.Errorf("nested values of %s (-reference +ours):\n%s", mode, diff)
	}
}

func TestOverlaidSchemasOfRealPackagesEqualThoseOfTheReference(t *testing.T) {
	for _, dir := range conformance.Packages(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			_, verify := loadBoth(t, dir)
			want := readMap(t, filepath.Join(dir, "verify", "schema.overlaid.yaml"))
			if diff := cmp.Diff(want, verify.Document()); diff != "" {
				t.Errorf("overlaid schema (-reference +ours):\n%s", diff)
			}
		})
	}
}

func TestRealPackagesPassTheCheckButGatekeeper(t *testing.T) {
	for _, dir := range conformance.Packages(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			install, _ := loadBoth(t, dir)
			faults := install.Check().Errors()
			if filepath.Base(dir) != "gatekeeper" {
				if len(faults) > 0 {
					t.Errorf("refused: %v", faults)
				}
				return
			}
			if len(faults) != 1 || faults[0].Code != CodeAccountDescription || faults[0].Line != 20 {
				t.Errorf("gatekeeper's deployerServiceAccount in line 20 has no description, but the faults are: %v", faults)
			}
		})
	}
}

// readMap reads a file of the reference with a parser that is not ours.
func readMap(t *testing.T, file string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := yaml.NewDecoder(bytes.NewReader(read(t, file))).Decode(&m); err != nil {
		t.Fatal(err)
	}
	return widen(m).(map[string]any)
}

func widen(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			v[key] = widen(v[key])
		}
	case []any:
		for i := range v {
			v[i] = widen(v[i])
		}
	case int:
		return int64(v)
	}
	return v
}
