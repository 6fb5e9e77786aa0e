package provision

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const storageProperty = "  disk: {type: string, x-google-marketplace: {type: STORAGE_CLASS, storageClass: {type: %s}}}\n"

func TestAStorageClassIsTheClustersOwnUnlessAProvisionerIsAskedFor(t *testing.T) {
	for _, c := range []struct {
		provisioner, name, mode string
		parameters              map[string]any
	}{
		{"", "standard", "", nil},
		{"kubernetes.io/no-provisioner", "local-shared", "", nil},
		{"kubernetes.io/gce-pd", "ns-app-disk", "WaitForFirstConsumer", map[string]any{"type": "pd-ssd"}},
		{"pd.csi.storage.gke.io", "ns-app-disk", "WaitForFirstConsumer", map[string]any{"type": "pd-ssd"}},
		{"kubernetes.io/vsphere-volume", "ns-app-disk", "Immediate", map[string]any{"diskformat": "thin"}},
		{"disk.csi.example.com", "ns-app-disk", "WaitForFirstConsumer", nil},
	} {
		t.Run(c.provisioner, func(t *testing.T) {
			in := input(parse(t, "v2", strings.ReplaceAll(storageProperty, "%s", "SSD")))
			in.StorageClassProvisioner = c.provisioner
			set, err := Make(in)
			if err != nil {
				t.Fatal(err)
			}
			if got := set.Values["disk"]; got != c.name {
				t.Errorf("the value is %v, want %s", got, c.name)
			}
			if c.mode == "" {
				return
			}
			class := find(t, set, "StorageClass", c.name)
			want := map[string]any{"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": class.Object["metadata"],
				"provisioner": c.provisioner, "volumeBindingMode": c.mode}
			if c.parameters != nil {
				want["parameters"] = c.parameters
			}
			if diff := cmp.Diff(want, class.Object); diff != "" {
				t.Errorf("the class (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAStorageClassOfAnotherKindThanSSDIsNotMade(t *testing.T) {
	in := input(parse(t, "v2", strings.ReplaceAll(storageProperty, "%s", "HDD")))
	in.StorageClassProvisioner = gcePersistentDisk
	if _, err := Make(in); err == nil || !strings.Contains(err.Error(), "disk") || !strings.Contains(err.Error(), "HDD") {
		t.Errorf("the error is %v", err)
	}
}
