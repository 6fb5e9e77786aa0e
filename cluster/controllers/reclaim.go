package controllers

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	volumehelper "k8s.io/component-helpers/storage/volume"
)

// reclaim removes a volume of ours, with its folder, when its claim is gone.
func (p *provisioner) reclaim(ctx context.Context, name string) error {
	volume, err := p.volumes.Get(name)
	if errors.IsNotFound(err) {
		return nil
	}
	if err != nil || !p.released(volume) {
		return err
	}
	if err := os.RemoveAll(volume.Spec.Local.Path); err != nil {
		p.events.Eventf(volume, corev1.EventTypeWarning, "VolumeFailedDelete", "remove the folder of the volume: %v", err)
		return err
	}
	options := v1.DeleteOptions{Preconditions: &v1.Preconditions{UID: &volume.UID}}
	if err := p.client.CoreV1().PersistentVolumes().Delete(ctx, name, options); err != nil && !errors.IsNotFound(err) {
		return fmt.Errorf("delete PersistentVolume/%s: %w", name, err)
	}
	return nil
}

// released is true of a volume that this provisioner made, lies where it makes them, and may be deleted.
func (p *provisioner) released(v *corev1.PersistentVolume) bool {
	return v.Annotations[volumehelper.AnnDynamicallyProvisioned] == Provisioner &&
		v.Status.Phase == corev1.VolumeReleased &&
		v.DeletionTimestamp == nil &&
		v.Spec.PersistentVolumeReclaimPolicy == corev1.PersistentVolumeReclaimDelete &&
		v.Spec.Local != nil && filepath.Dir(v.Spec.Local.Path) == p.settings.Volumes
}
