package hooks

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"pgregory.net/rapid"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/internal/kube"
)

// object makes an object out of "Kind/name", with annotations of hooks: hook, hook-weight, hook-delete-policy.
func object(id string, annotations map[string]string) *unstructured.Unstructured {
	kind, name, _ := strings.Cut(id, "/")
	o := &unstructured.Unstructured{Object: map[string]any{}}
	o.SetAPIVersion("v1")
	if kind == "Job" {
		o.SetAPIVersion("batch/v1")
	}
	o.SetKind(kind)
	o.SetName(name)
	full := map[string]string{}
	for key, value := range annotations {
		full["helm.sh/"+key] = value
	}
	o.SetAnnotations(full)
	return o
}

func TestAnnotationsAreReadAsHelmReadsThem(t *testing.T) {
	type parsed struct {
		Moments     []Moment
		Weight      int
		Delete, Log []Policy
	}
	standard := []Policy{BeforeCreation}
	for _, c := range []struct {
		name        string
		annotations map[string]string
		want        parsed
		note        string
	}{
		{"one moment", map[string]string{"hook": "pre-install"}, parsed{[]Moment{PreInstall}, 0, standard, nil}, ""},
		{"several moments", map[string]string{"hook": "pre-install,pre-upgrade"}, parsed{[]Moment{PreInstall, PreUpgrade}, 0, standard, nil}, ""},
		{"spaces and capitals", map[string]string{"hook": " Post-Delete , POST-INSTALL"}, parsed{[]Moment{PostDelete, PostInstall}, 0, standard, nil}, ""},
		{"twice the same", map[string]string{"hook": "pre-delete,pre-delete"}, parsed{[]Moment{PreDelete}, 0, standard, nil}, ""},
		{"a test as well", map[string]string{"hook": "test,post-upgrade"}, parsed{[]Moment{PostUpgrade}, 0, standard, nil}, ""},
		{"a rollback as well", map[string]string{"hook": "post-install,post-rollback"}, parsed{[]Moment{PostInstall}, 0, standard, nil}, "does not run at post-rollback"},
		{"only a rollback", map[string]string{"hook": "pre-rollback"}, parsed{}, "does not run at pre-rollback"},
		{"an unknown moment", map[string]string{"hook": "crd-install"}, parsed{}, `no moment "crd-install"`},
		{"an unknown moment among others", map[string]string{"hook": "pre-install,whenever"}, parsed{}, `no moment "whenever"`},
		{"a weight", map[string]string{"hook": "pre-install", "hook-weight": "-5"}, parsed{[]Moment{PreInstall}, -5, standard, nil}, ""},
		{"a weight that is none", map[string]string{"hook": "pre-install", "hook-weight": "1.5"}, parsed{[]Moment{PreInstall}, 0, standard, nil}, `weight "1.5"`},
		{"policies", map[string]string{"hook": "pre-install", "hook-delete-policy": "hook-succeeded, Before-Hook-Creation"},
			parsed{[]Moment{PreInstall}, 0, []Policy{Succeeded, BeforeCreation}, nil}, ""},
		{"an unknown policy", map[string]string{"hook": "pre-install", "hook-delete-policy": "never"}, parsed{[]Moment{PreInstall}, 0, standard, nil}, `policy "never"`},
		{"logs", map[string]string{"hook": "pre-install", "hook-output-log-policy": "hook-failed,hook-succeeded"},
			parsed{[]Moment{PreInstall}, 0, standard, []Policy{Failed, Succeeded}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			hooks, notes := Parse([]*unstructured.Unstructured{object("Job/x", c.annotations)})
			var got parsed
			if len(hooks) > 0 {
				h := hooks[0]
				got = parsed{h.Moments, h.Weight, h.Delete, h.Log}
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if all := strings.Join(notes, "\n"); c.note == "" && all != "" || !strings.Contains(all, c.note) || c.note != "" && !strings.HasPrefix(all, "Job/x: ") {
				t.Errorf("notes are %q, want %q", all, c.note)
			}
		})
	}
}

func TestHooksRunByWeightThenKindThenName(t *testing.T) {
	objects := []*unstructured.Unstructured{
		object("Job/b", map[string]string{"hook": "pre-install"}),
		object("Widget/w", map[string]string{"hook": "pre-install"}),
		object("Job/a", map[string]string{"hook": "pre-install", "hook-weight": "0"}),
		object("Job/last", map[string]string{"hook": "pre-install", "hook-weight": "10"}),
		object("ServiceAccount/z", map[string]string{"hook": "pre-install"}),
		object("Gadget/g", map[string]string{"hook": "pre-install"}),
		object("Pod/first", map[string]string{"hook": "post-install,pre-install", "hook-weight": "-1"}),
		object("Job/other", map[string]string{"hook": "post-install"}),
	}
	all, _ := Parse(objects)
	for m, want := range map[Moment]string{
		PreInstall: "Pod/first ServiceAccount/z Job/a Job/b Gadget/g Widget/w Job/last", PostInstall: "Pod/first Job/other", PreDelete: "",
	} {
		if got := strings.Join(refs(At(all, m)), " "); got != want {
			t.Errorf("%s: %s, want %s", m, got, want)
		}
	}
}

func refs(hooks []Hook) (names []string) {
	for _, h := range hooks {
		names = append(names, h.ref().String())
	}
	return names
}

// Helm itself sorts hooks by kind first, and then by weight, keeping their order.
func TestHooksOfOneNameRunInHelmsOrder(t *testing.T) {
	kinds := []string{"Job", "Pod", "ServiceAccount", "Secret", "ConfigMap", "Role", "RoleBinding", "Widget", "Gadget", "Deployment"}
	rapid.Check(t, func(t *rapid.T) {
		var objects []*unstructured.Unstructured
		files := map[string]string{}
		for i, kind := range rapid.SliceOfNDistinct(rapid.SampledFrom(kinds), 1, len(kinds), rapid.ID).Draw(t, "kinds") {
			o := object(kind+"/x", map[string]string{"hook": "pre-install", "hook-weight": fmt.Sprint(rapid.IntRange(-2, 2).Draw(t, "weight"))})
			text, err := yaml.Marshal(o.Object)
			if err != nil {
				t.Fatal(err)
			}
			objects = append(objects, o)
			files[fmt.Sprintf("%02d.yaml", i)] = string(text)
		}
		theirs, _, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for weight := -2; weight <= 2; weight++ {
			for _, h := range theirs {
				if h.Weight == weight {
					want = append(want, h.Kind+"/"+h.Name)
				}
			}
		}
		all, _ := Parse(objects)
		if got := refs(At(all, PreInstall)); !slices.Equal(got, want) {
			t.Fatalf("%v, Helm has %v", got, want)
		}
	})
}

func TestDeleteHooksAreKeptAsTheyAre(t *testing.T) {
	all, _ := Parse([]*unstructured.Unstructured{
		object("Job/install", map[string]string{"hook": "pre-install"}),
		object("Job/before", map[string]string{"hook": "pre-delete,post-install", "hook-weight": "3"}),
		object("ConfigMap/after", map[string]string{"hook": "post-delete", "hook-delete-policy": "hook-succeeded"}),
	})
	secret, err := Keep("shop", all)
	if err != nil || kube.RefOf(secret).String() != "Secret/shop-delete-hooks" {
		t.Fatalf("%v, %v", secret, err)
	}
	again, err := Keep("shop", all)
	if err != nil || !cmp.Equal(secret, again) {
		t.Errorf("the same hooks give another Secret: %v", err)
	}
	got := unpacked(t, secret)
	if d := cmp.Diff(all[1:], got); d != "" {
		t.Errorf("kept (-want +got)\n%s", d)
	}
	if none, err := Keep("shop", all[:1]); none != nil || err != nil {
		t.Errorf("an app without delete hooks gets %v, %v", none, err)
	}
}

func unpacked(t *testing.T, secret *unstructured.Unstructured) []Hook {
	t.Helper()
	text, _, _ := unstructured.NestedString(secret.Object, "data", secretKey)
	data, err := decode(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := unpack(data)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
