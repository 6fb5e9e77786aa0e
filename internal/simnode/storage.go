package simnode

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// StorageClass is the name of the default StorageClass of a simulation.
const StorageClass = "simulated"

const (
	provisioner        = "chandler.dev/simulated"
	defaultAnnotation  = "storageclass.kubernetes.io/is-default-class"
	providerAnnotation = "pv.kubernetes.io/provisioned-by"
)

func addStorageClass(ctx context.Context, client kubernetes.Interface) error {
	_, err := client.StorageV1().StorageClasses().Create(ctx, &storagev1.StorageClass{
		ObjectMeta: metav1.ObjectMeta{Name: StorageClass, Annotations: map[string]string{defaultAnnotation: "true"}}, Provisioner: provisioner,
	}, metav1.CreateOptions{})
	return err
}

// storage makes a volume for each claim of the class, which the cluster binds to it, and deletes it when the claim is gone.
func storage(client kubernetes.Interface) []runner {
	volumes := client.CoreV1().PersistentVolumes()
	provision := control(client, "persistentvolumeclaims", &corev1.PersistentVolumeClaim{}, func(ctx context.Context, claim *corev1.PersistentVolumeClaim) error {
		class := claim.Spec.StorageClassName
		if class == nil || *class != StorageClass || claim.Spec.VolumeName != "" || claim.DeletionTimestamp != nil {
			return nil
		}
		_, err := volumes.Create(ctx, volumeFor(claim), metav1.CreateOptions{})
		if apierrors.IsAlreadyExists(err) {
			return nil
		}
		return err
	})
	reclaim := control(client, "persistentvolumes", &corev1.PersistentVolume{}, func(ctx context.Context, volume *corev1.PersistentVolume) error {
		if volume.Annotations[providerAnnotation] != provisioner || volume.Status.Phase != corev1.VolumeReleased {
			return nil
		}
		return volumes.Delete(ctx, volume.Name, metav1.DeleteOptions{})
	})
	return []runner{provision, reclaim}
}

func volumeFor(claim *corev1.PersistentVolumeClaim) *corev1.PersistentVolume {
	return &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: "pvc-" + string(claim.UID), Annotations: map[string]string{providerAnnotation: provisioner}},
		Spec: corev1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: corev1.PersistentVolumeReclaimDelete,
			AccessModes:                   claim.Spec.AccessModes,
			Capacity:                      corev1.ResourceList{corev1.ResourceStorage: claim.Spec.Resources.Requests[corev1.ResourceStorage]},
			StorageClassName:              StorageClass,
			VolumeMode:                    claim.Spec.VolumeMode,
			PersistentVolumeSource:        corev1.PersistentVolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/nowhere"}},
			ClaimRef:                      &corev1.ObjectReference{APIVersion: "v1", Kind: "PersistentVolumeClaim", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID},
		},
	}
}
