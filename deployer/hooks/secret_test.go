package hooks

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func decode(text string) ([]byte, error) { return base64.StdEncoding.DecodeString(text) }

func TestHooksThatNoSecretCanHoldAreRefused(t *testing.T) {
	noise := make([]byte, 2*maxPacked)
	for i, r := 0, rand.New(rand.NewPCG(1, 2)); i < len(noise); i++ {
		noise[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[r.IntN(36)]
	}
	o := object("ConfigMap/large", map[string]string{"hook": "pre-delete"})
	o.Object["data"] = map[string]any{"noise": string(noise)}
	all, _ := Parse([]*unstructured.Unstructured{o})
	if _, err := Keep("shop", all); err == nil || !strings.Contains(err.Error(), "of 524288 that can be kept") {
		t.Errorf("error is %v", err)
	}
}

func TestWhatIsNoHooksIsRefused(t *testing.T) {
	zipped := func(text string) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "not compressed": []byte("[]"), "cut off": zipped("[]")[:15], "no JSON": zipped("x"), "no list": zipped("{}"), "no objects": zipped("[1]"),
		"a bomb": zipped(strings.Repeat(" ", maxUnpacked+1)),
	} {
		if hooks, err := unpack(data); err == nil {
			t.Errorf("%s is read as %v", name, hooks)
		}
	}
}

func TestWhatReachesFurtherThanAnAppIsNoDeleteHook(t *testing.T) {
	forged := []map[string]any{}
	for _, o := range []string{"Namespace/kube-system", "ClusterRole/all", "ClusterRoleBinding/all", "RoleBinding/all", "Role/all", "Issuer/any"} {
		for _, moment := range []string{"pre-delete", "post-delete", "pre-install,post-delete"} {
			forged = append(forged, object(o, map[string]string{"hook": moment}).Object)
		}
	}
	forged = append(forged, object("Job/last", map[string]string{"hook": "post-delete"}).Object, object("Job/first", map[string]string{"hook": "pre-install"}).Object)
	packed, err := pack(forged)
	if err != nil {
		t.Fatal(err)
	}
	got, err := unpack(packed)
	if err != nil || len(got) != 1 || got[0].ref().Name != "last" {
		t.Errorf("%d hooks are read, want the Job alone; %v", len(got), err)
	}
	_, notes := Parse([]*unstructured.Unstructured{object("Role/all", map[string]string{"hook": "pre-delete"})})
	if len(notes) != 1 || !strings.HasPrefix(notes[0], "Role/all: the hook does not run at pre-delete: ") {
		t.Errorf("the notes are %q", notes)
	}
}
