package provision

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

const head = `
x-google-marketplace:
  schemaVersion: %s
  applicationApiVersion: v1beta1
  publishedVersion: 1.0.0
  publishedVersionMetadata: {releaseNote: none}
  images: {}
applicationApiVersion: v1beta1
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
%s`

func parse(t *testing.T, version, properties string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse("schema.yaml", fmt.Appendf(nil, head, version, properties))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func input(s *schema.Schema) Input {
	return Input{Schema: s, Name: "app", Namespace: "ns", Mode: Verify, StorageClass: "standard",
		Environment: schema.Environment{Rand: rand.Reader, Now: time.Now()}, Deployer: Deployer{Image: "example.com:5000/a/b/deployer:1.0.0"}}
}

func find(t *testing.T, s *Set, kind, name string) *unstructured.Unstructured {
	t.Helper()
	for _, o := range s.All() {
		if o.GetKind() == kind && o.GetName() == name {
			return o
		}
	}
	t.Fatalf("there is no %s/%s", kind, name)
	return nil
}

func TestARequiredParameterWithoutValueIsNamedWithItsPlaceAndWhatToDo(t *testing.T) {
	s := parse(t, "v2", "  port: {type: integer}\n  key: {type: string}\nrequired: [name, namespace, port, key]\n")
	_, err := Make(input(s))
	var missing Missing
	if !errors.As(err, &missing) {
		t.Fatalf("the error is %v, want Missing", err)
	}
	for _, word := range []string{"port (schema.yaml:12)", "key (schema.yaml:13)"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %q", err, word)
		}
	}
	if want := `--parameters '{"key":"value","port":1}'`; !strings.Contains(missing.Hint(), want) {
		t.Errorf("the hint is %q, want %s in it", missing.Hint(), want)
	}
}

func TestADefaultOfTheTestSchemaIsEnoughInAVerificationOnly(t *testing.T) {
	in := input(parse(t, "v2", "  key: {type: string}\nrequired: [name, namespace, key]\n"))
	tests, err := schema.ParseTest("test.yaml", []byte("properties:\n  key: {type: string, default: test}\n"))
	if err != nil {
		t.Fatal(err)
	}
	in.TestSchema = tests
	if _, err := Make(in); err != nil {
		t.Errorf("in a verification: %v", err)
	}
	in.Mode = Install
	if _, err := Make(in); err == nil {
		t.Error("in an installation a value has to be given")
	}
}

func TestAnUnknownParameterIsRefused(t *testing.T) {
	in := input(parse(t, "v2", ""))
	in.Given = map[string]any{"colour": "red"}
	if _, err := Make(in); err == nil || !strings.Contains(err.Error(), "colour") {
		t.Errorf("the error is %v, want the parameter's name in it", err)
	}
}

func TestPasswordsAreGeneratedAndKeptOutOfConfigMaps(t *testing.T) {
	for _, version := range []string{"v1", "v2"} {
		t.Run(version, func(t *testing.T) {
			s := parse(t, version, "  password: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD, generatedPassword: {length: 20, base64: false}}}\n")
			set, err := Make(input(s))
			if err != nil {
				t.Fatal(err)
			}
			password, _ := set.Values["password"].(string)
			if len(password) != 20 {
				t.Errorf("the password has %d characters, want 20", len(password))
			}
			for _, o := range set.All() {
				if strings.Contains(fmt.Sprint(o.Object), password) && o.GetKind() != "Secret" {
					t.Errorf("%s has the password", o.GetKind())
				}
			}
		})
	}
}

func TestAClusterWithoutDefaultStorageClassIsSaidSo(t *testing.T) {
	in := input(parse(t, "v2", "  class: {type: string, x-google-marketplace: {type: STORAGE_CLASS, storageClass: {type: SSD}}}\n"))
	in.StorageClass = ""
	_, err := Make(in)
	if err == nil || !strings.Contains(err.Error(), "no default StorageClass") || !strings.Contains(err.Error(), "class (schema.yaml:12)") {
		t.Errorf("the error is %v", err)
	}
}

func TestTheReportingSecretIsMadeUpInAVerificationOnly(t *testing.T) {
	in := input(parse(t, "v2", "  reporting: {type: string, x-google-marketplace: {type: REPORTING_SECRET}}\n"))
	set, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	name, _ := set.Values["reporting"].(string)
	data, _, _ := unstructured.NestedMap(find(t, set, "Secret", name).Object, "stringData")
	for _, key := range []string{"consumer-id", "entitlement-id", "reporting-key"} {
		if data[key] == nil {
			t.Errorf("the secret has no %s", key)
		}
	}
	in.Mode = Install
	if set, err = Make(in); err != nil || set.Values["reporting"] != nil {
		t.Errorf("in an installation it is %v (%v), want none", set.Values["reporting"], err)
	}
}

func TestOwnersTakeEverythingNamespacedWithThem(t *testing.T) {
	s := parse(t, "v2", `  account:
    type: string
    x-google-marketplace:
      type: SERVICE_ACCOUNT
      serviceAccount:
        description: d
        roles:
          - {type: Role, rulesType: PREDEFINED, rulesFromRoleName: edit}
          - {type: ClusterRole, rulesType: CUSTOM, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}
`)
	set, err := Make(input(s))
	if err != nil {
		t.Fatal(err)
	}
	set.Own("app-uid", "account-uid")
	for _, o := range set.All()[1:] {
		owners := o.GetOwnerReferences()
		want := "app-uid"
		switch {
		case o.GetNamespace() == "":
			want = ""
		case o.GetName() == "app-deployer-rb":
			want = "account-uid"
		}
		if want == "" && len(owners) == 0 {
			continue
		}
		if len(owners) != 1 || string(owners[0].UID) != want {
			t.Errorf("%s/%s is owned by %v, want %q", o.GetKind(), o.GetName(), owners, want)
		}
	}
	binding := find(t, set, "ClusterRoleBinding", "ns:app:account-rb0")
	if l := binding.GetLabels(); l[LabelName] != "app" || l[LabelNamespace] != "ns" {
		t.Errorf("an uninstall would not find the binding by its labels %v", l)
	}
}

func TestTheDeployerRunsOnceAndTellsEvents(t *testing.T) {
	in := input(parse(t, "v2", ""))
	in.Deployer.Confined, in.Deployer.AlwaysPull = true, true
	in.Deployer.WaitTimeout, in.Deployer.TestTimeout = 90*time.Second, time.Minute
	set, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	limit, _, _ := unstructured.NestedInt64(set.Job.Object, "spec", "backoffLimit")
	containers, _, _ := unstructured.NestedSlice(set.Job.Object, "spec", "template", "spec", "containers")
	text := fmt.Sprint(containers[0])
	for _, word := range []string{"CHANDLER_EVENTS", "WAIT_FOR_READY_TIMEOUT value:90", "TESTER_TIMEOUT value:60", "/bin/deploy_with_tests.sh",
		"drop:[ALL]", "allowPrivilegeEscalation:false", "imagePullPolicy:Always"} {
		if !strings.Contains(text, word) {
			t.Errorf("the container has not %q: %s", word, text)
		}
	}
	if limit != 0 {
		t.Errorf("backoffLimit is %d, want 0: a deployer is not run again by itself", limit)
	}
	if set.Values[schema.ImageRepoPrefixKey] != "example.com:5000/a/b" {
		t.Errorf("the prefix of images is %v", set.Values[schema.ImageRepoPrefixKey])
	}
}

func TestADeployerThatWasCopiedFindsItsAppsImagesWhereTheyWere(t *testing.T) {
	in := input(parse(t, "v2", ""))
	in.Deployer.ImagePrefix = "elsewhere.example.com/b"
	set, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Values[schema.ImageRepoPrefixKey]; got != "elsewhere.example.com/b" {
		t.Errorf("the prefix of images is %v", got)
	}
}

func TestADeployerOfAnotherMakeKeepsItsCapabilities(t *testing.T) {
	set, err := Make(input(parse(t, "v2", "")))
	if err != nil {
		t.Fatal(err)
	}
	containers, _, _ := unstructured.NestedSlice(set.Job.Object, "spec", "template", "spec", "containers")
	if strings.Contains(fmt.Sprint(containers[0]), "securityContext") {
		t.Error("it may need to install packages as root")
	}
}

func TestRevisionsStandSideBySide(t *testing.T) {
	in := input(parse(t, "v2", ""))
	in.Mode, in.Revision, in.Instance = Install, 7, "ins-abc"
	in.Deployer.Deadline, in.Deployer.PullConfig = 90*time.Second, []byte(`{"auths": {}}`)
	set, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	job := find(t, set, "Job", "app-deployer-r7")
	for _, o := range []*unstructured.Unstructured{job, find(t, set, "Secret", "app-deployer-r7-config"), find(t, set, "Secret", "app-deployer-r7-pull")} {
		if got := o.GetLabels()[LabelRevision]; got != "7" {
			t.Errorf("%s/%s is labelled with revision %q", o.GetKind(), o.GetName(), got)
		}
	}
	if got := set.Application.GetLabels()[LabelInstance]; got != "ins-abc" {
		t.Errorf("the Application is labelled with instance %q", got)
	}
	text := fmt.Sprint(job.Object)
	for _, word := range []string{"activeDeadlineSeconds:90", "imagePullSecrets:[map[name:app-deployer-r7-pull]]", "secretName:app-deployer-r7-config"} {
		if !strings.Contains(text, word) {
			t.Errorf("the Job has not %q: %s", word, text)
		}
	}
}
