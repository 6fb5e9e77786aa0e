package objects

import (
	"context"
	"fmt"

	"github.com/chandler-dev/chandler/cluster/controllers"
	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	applystorage "k8s.io/client-go/applyconfigurations/storage/v1"
	"k8s.io/client-go/kubernetes"
)

// InstallStorageClass makes the default StorageClass.
func InstallStorageClass(ctx context.Context, client kubernetes.Interface) error {
	class := applystorage.StorageClass("standard").
		WithAnnotations(map[string]string{"storageclass.kubernetes.io/is-default-class": "true"}).
		WithProvisioner(controllers.Provisioner).
		WithReclaimPolicy(corev1.PersistentVolumeReclaimDelete).
		WithVolumeBindingMode(storagev1.VolumeBindingImmediate)
	if _, err := client.StorageV1().StorageClasses().Apply(ctx, class, v1.ApplyOptions{FieldManager: Manager, Force: true}); err != nil {
		return fmt.Errorf("make StorageClass/standard: %w", err)
	}
	return nil
}
