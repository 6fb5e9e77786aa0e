package controllers

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	storagelisters "k8s.io/client-go/listers/storage/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"
	volumehelper "k8s.io/component-helpers/storage/volume"
)

// Provisioner is the name of the provisioner, for StorageClasses.
const Provisioner = "chandler.dev/local-path"

// provisioner gives each claim a folder on the node, and removes it when the volume is released.
type provisioner struct {
	client   kubernetes.Interface
	claims   corelisters.PersistentVolumeClaimLister
	volumes  corelisters.PersistentVolumeLister
	classes  storagelisters.StorageClassLister
	events   record.EventRecorder
	settings Settings

	reconsider func() // has all claims looked at again
}

func (s *Set) addProvisioner(settings Settings) {
	core, storage := s.informers.Core().V1(), s.informers.Storage().V1()
	p := &provisioner{
		client: s.client, claims: core.PersistentVolumeClaims().Lister(), volumes: core.PersistentVolumes().Lister(),
		classes: storage.StorageClasses().Lister(), events: newRecorder(s.client, Provisioner), settings: settings,
	}
	p.reconsider = s.watch("provision", core.PersistentVolumeClaims().Informer(), p.provision)
	s.watch("reclaim", core.PersistentVolumes().Informer(), p.reclaim)
	// A claim may be older than the class it names.
	_, _ = storage.StorageClasses().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: func(any) { p.reconsider() }})
}

// provision makes the volume of a claim that waits for one of ours.
func (p *provisioner) provision(ctx context.Context, key string) error {
	namespace, name, err := cache.SplitMetaNamespaceKey(key)
	if err != nil {
		return err
	}
	claim, err := p.claims.PersistentVolumeClaims(namespace).Get(name)
	if errors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	class, err := p.wanted(claim)
	if err != nil || class == nil {
		return err
	}
	if mode := claim.Spec.VolumeMode; mode != nil && *mode == corev1.PersistentVolumeBlock {
		p.events.Event(claim, corev1.EventTypeWarning, "ProvisioningFailed", "this cluster has no block devices to give: use volumeMode Filesystem")
		return nil
	}
	volume := p.volume(claim, class)
	if err := makeFolder(volume.Spec.Local.Path); err != nil {
		p.events.Eventf(claim, corev1.EventTypeWarning, "ProvisioningFailed", "make the folder of the volume: %v", err)
		return err
	}
	_, err = p.client.CoreV1().PersistentVolumes().Create(ctx, volume, v1.CreateOptions{})
	if errors.IsAlreadyExists(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make PersistentVolume/%s: %w", volume.Name, err)
	}
	p.events.Eventf(claim, corev1.EventTypeNormal, "ProvisioningSucceeded", "made volume %s", volume.Name)
	return nil
}

// wanted returns the class of a claim for which a volume has to be made, or nil.
func (p *provisioner) wanted(claim *corev1.PersistentVolumeClaim) (*storagev1.StorageClass, error) {
	name := volumehelper.GetPersistentVolumeClaimClass(claim)
	if claim.Spec.VolumeName != "" || claim.DeletionTimestamp != nil || name == "" {
		return nil, nil
	}
	class, err := p.classes.Get(name)
	if errors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil || class.Provisioner != Provisioner {
		return nil, err
	}
	waits := class.VolumeBindingMode != nil && *class.VolumeBindingMode == storagev1.VolumeBindingWaitForFirstConsumer
	if waits && claim.Annotations[volumehelper.AnnSelectedNode] == "" {
		return nil, nil // the scheduler has not yet chosen the node
	}
	return class, nil
}

func (p *provisioner) volume(claim *corev1.PersistentVolumeClaim, class *storagev1.StorageClass) *corev1.PersistentVolume {
	name := "pvc-" + string(claim.UID)
	policy := corev1.PersistentVolumeReclaimDelete
	if class.ReclaimPolicy != nil {
		policy = *class.ReclaimPolicy
	}
	return &corev1.PersistentVolume{
		ObjectMeta: v1.ObjectMeta{Name: name, Annotations: map[string]string{volumehelper.AnnDynamicallyProvisioned: Provisioner}},
		Spec: corev1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: policy,
			AccessModes:                   claim.Spec.AccessModes,
			Capacity:                      corev1.ResourceList{corev1.ResourceStorage: claim.Spec.Resources.Requests[corev1.ResourceStorage]},
			StorageClassName:              class.Name,
			VolumeMode:                    claim.Spec.VolumeMode,
			MountOptions:                  class.MountOptions,
			// Of type local, for the kubelet to make it writable for a Pod's fsGroup, which it does not with hostPath.
			PersistentVolumeSource: corev1.PersistentVolumeSource{Local: &corev1.LocalVolumeSource{Path: filepath.Join(p.settings.Volumes, name)}},
			NodeAffinity:           p.onNode(),
			ClaimRef: &corev1.ObjectReference{
				APIVersion: "v1", Kind: "PersistentVolumeClaim", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID,
			},
		},
	}
}

func (p *provisioner) onNode() *corev1.VolumeNodeAffinity {
	return &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
		MatchExpressions: []corev1.NodeSelectorRequirement{{
			Key: corev1.LabelHostname, Operator: corev1.NodeSelectorOpIn, Values: []string{p.settings.Node},
		}},
	}}}}
}

// makeFolder makes a folder in which any user may write, as most containers do not run as root.
func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return err
	}
	return os.Chmod(path, 0o777) // whatever the umask
}
