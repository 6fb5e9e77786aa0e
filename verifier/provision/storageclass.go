package provision

import (
	"fmt"

	"github.com/chandler-dev/chandler/schema"
)

// Provisioners that the reference has parameters for.
const (
	gcePersistentDisk    = "kubernetes.io/gce-pd"
	gcePersistentDiskCSI = "pd.csi.storage.gke.io"
	vSphereVolume        = "kubernetes.io/vsphere-volume"
	noProvisioner        = "kubernetes.io/no-provisioner"

	// sharedLocalClass is the class that clusters without a provisioner are expected to have.
	sharedLocalClass = "local-shared"
)

// storageClass gives the name of a property's StorageClass: the cluster's default one, or, where a provisioner is
// asked for, one of the property's own, which is added.
func (b *builder) storageClass(p *schema.Property) (string, error) {
	switch b.StorageClassProvisioner {
	case "":
		if b.StorageClass == "" {
			return "", fmt.Errorf("the cluster has no default StorageClass; mark one as default, or name one with --parameters '{%q: \"NAME\"}'", p.Name)
		}
		return b.StorageClass, nil
	case noProvisioner:
		return sharedLocalClass, nil
	}
	if p.StorageClass.Type != "SSD" {
		return "", fmt.Errorf("a StorageClass of type %s cannot be made: the only type is SSD", p.StorageClass.Type)
	}
	class := object("storage.k8s.io/v1", "StorageClass", "", schema.DNS1123Name(b.Namespace+"-"+b.Name+"-"+p.Name))
	class.Object["provisioner"] = b.StorageClassProvisioner
	class.Object["volumeBindingMode"] = "WaitForFirstConsumer"
	switch b.StorageClassProvisioner {
	case gcePersistentDisk, gcePersistentDiskCSI:
		class.Object["parameters"] = map[string]any{"type": "pd-ssd"}
	case vSphereVolume:
		class.Object["parameters"] = map[string]any{"diskformat": "thin"}
		class.Object["volumeBindingMode"] = "Immediate"
	}
	b.add(provisioned(class, p.Name))
	return class.GetName(), nil
}
