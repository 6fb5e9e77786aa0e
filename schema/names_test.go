package schema

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNamesAreMadeAsTheReferenceMakesThem(t *testing.T) {
	long := strings.Repeat("x", 64)
	for text, want := range map[string]string{
		"A.B!": "a-b", "-ab-": "ab", "app-db.persistence.storageClass": "app-db-persistence-storageclass", "ü": "", long: long,
		long + "y": strings.Repeat("x", 59) + "-" + "96a6",
	} {
		if got := DNS1123Name(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if got := LimitName("valid-name", 8); got != "val-030a" {
		t.Errorf("limited to 8: %q", got)
	}
}

func TestEveryNameSuitsKubernetes(t *testing.T) {
	valid := regexp.MustCompile(`^$|^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$|^[a-z0-9]$`)
	rapid.Check(t, func(t *rapid.T) {
		if name := DNS1123Name(rapid.String().Draw(t, "text")); !valid.MatchString(name) {
			t.Fatalf("%q", name)
		}
	})
}

func TestTheImagePrefixIsTheRepositoryAroundTheDeployer(t *testing.T) {
	for image, want := range map[string]string{
		"gcr.io/a/deployer":                           "gcr.io/a",
		"gcr.io/a/b/deployer:1.0":                     "gcr.io/a/b",
		"reg:5000/a/b/deployer:1.0@sha256:0123456789": "reg:5000/a/b",
		"reg:5000/deployer":                           "reg:5000",
		"reg:5000/a/deployer@sha256:0123456789":       "reg:5000/a",
	} {
		if got, err := ImageRepoPrefix(image); err != nil || got != want {
			t.Errorf("%s: %q, %v", image, got, err)
		}
	}
	for _, image := range []string{"", "deployer", "/deployer", "gcr.io/a/installer:1", "gcr.io/a/deployer/x"} {
		if got, err := ImageRepoPrefix(image); err == nil {
			t.Errorf("%q has the prefix %q", image, got)
		}
	}
}

func TestImageReferencesAreByName(t *testing.T) {
	s := mustParse(t, strings.Replace(v2(""), "images: {}", "images: {'': {}, tester: {}}", 1))
	got := s.ImageReferences("reg:5000/a")
	if got[""] != "reg:5000/a:1.2.3" || got["tester"] != "reg:5000/a/tester:1.2.3" || len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestSoleWantsExactlyOneProperty(t *testing.T) {
	s := mustParse(t, v1("  a: {type: string, x-google-marketplace: {type: NAME}}\n  b: {type: string, x-google-marketplace: {type: MASKED_FIELD}}\n  c: {type: string, x-google-marketplace: {type: MASKED_FIELD}}\n"))
	if p, err := s.Sole(Name); err != nil || p.Name != "a" {
		t.Errorf("NAME: %v, %v", p, err)
	}
	for _, x := range []XType{Namespace, MaskedField} {
		if _, err := s.Sole(x); err == nil {
			t.Errorf("%s: no error", x)
		}
	}
}
