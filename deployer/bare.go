package deployer

import (
	"context"
	"errors"
	"fmt"
	"maps"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	corev1apply "k8s.io/client-go/applyconfigurations/core/v1"
	metav1apply "k8s.io/client-go/applyconfigurations/meta/v1"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/safeyaml"
	"github.com/chandler-dev/chandler/schema"
)

// Bare makes a deployer do for itself what otherwise is done before it is started: by kubectl run, for example. It
// makes the Application, and keeps generated passwords and certificates for its next run.
type Bare struct {
	// Pod is the deployer's own, from whose image it derives those of the app; empty if it does not know it.
	Pod types.NamespacedName
}

// generated are the types whose values the deployer makes up itself, and has to find again.
var generated = []schema.XType{schema.GeneratedPassword, schema.TLSCertificate}

// prepare completes the parameters and makes the Application if it is not there.
func (b *Bare) prepare(ctx context.Context, r *run) error {
	r.given = maps.Clone(r.given)
	if err := b.findGenerated(ctx, r); err != nil {
		return err
	}
	if err := b.findPrefix(ctx, r); err != nil {
		return err
	}
	return b.makeApplication(ctx, r)
}

// findGenerated takes over what an earlier run has generated: a new password would lock the app out of its data.
func (b *Bare) findGenerated(ctx context.Context, r *run) error {
	secret, err := r.Client.Core.Secrets(r.namespace).Get(ctx, configName(r.name), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return apply.Explain(kube.Ref{Version: "v1", Kind: "Secret", Namespace: r.namespace, Name: configName(r.name)}, err)
	}
	earlier, err := ConfigParameters(secret.Data)
	if err != nil {
		return fmt.Errorf("read the parameters of an earlier run (Secret/%s): %w", secret.Name, err)
	}
	for _, p := range propertiesOf(r.schema, generated) {
		if value, was := earlier[p.Name]; was && r.given[p.Name] == nil {
			r.given[p.Name] = value
		}
	}
	return nil
}

func propertiesOf(s *schema.Schema, kinds []schema.XType) []*schema.Property {
	var found []*schema.Property
	for _, x := range kinds {
		found = append(found, s.OfType(x)...)
	}
	return found
}

func configName(app string) string { return app + "-deployer-config" }

// ConfigParameters reads the parameters in a deployer's configuration, which has one file with all, or one for each.
func ConfigParameters(data map[string][]byte) (map[string]any, error) {
	if file, ok := data["values.yaml"]; ok {
		return schema.ParseValues("values.yaml", file)
	}
	values := map[string]any{}
	for name, text := range data {
		values[name] = string(text)
	}
	return values, nil
}

// findPrefix gives a v2 package the prefix of its images, by the image that the deployer itself was started with.
func (b *Bare) findPrefix(ctx context.Context, r *run) error {
	if r.schema.SchemaVersion != "v2" || r.given[schema.ImageRepoPrefixKey] != nil {
		return nil
	}
	image, err := b.ownImage(ctx, r.Client)
	if err != nil {
		return fmt.Errorf("the app's images lie beside the deployer's, which cannot be told: %w; give %s as a parameter", err, schema.ImageRepoPrefixKey)
	}
	r.given[schema.ImageRepoPrefixKey], err = schema.ImageRepoPrefix(image)
	return err
}

func (b *Bare) ownImage(ctx context.Context, c *kube.Client) (string, error) {
	if b.Pod.Name == "" {
		return "", errors.New("this runs in no Pod")
	}
	pod, err := c.Core.Pods(b.Pod.Namespace).Get(ctx, b.Pod.Name, metav1.GetOptions{})
	if err != nil {
		return "", err
	}
	if len(pod.Spec.Containers) != 1 {
		return "", fmt.Errorf("the Pod %s has several containers", b.Pod.Name)
	}
	return pod.Spec.Containers[0].Image, nil
}

// makeApplication makes the Application if it is not there. One that is may be another deployer's, and is left alone.
func (b *Bare) makeApplication(ctx context.Context, r *run) error {
	_, err := findLive(ctx, r.Client, r.name, r.namespace)
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != notFound {
		return err
	}
	app := &unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{}}}
	app.SetAPIVersion(applicationGroup + "/v1beta1")
	app.SetKind(applicationKind)
	app.SetName(r.name)
	app.SetLabels(map[string]string{nameLabel: r.name})
	_, err = apply.Apply(ctx, r.Client, []*unstructured.Unstructured{app}, apply.Options{Namespace: r.namespace})
	return err
}

// keep writes the parameters and what was generated into the deployer's configuration, where a next run looks.
func (b *Bare) keep(ctx context.Context, r *run) error {
	values := maps.Clone(r.given)
	for _, p := range propertiesOf(r.schema, generated) {
		if value, made := r.values[p.Name]; made {
			values[p.Name] = value
		}
	}
	text, err := safeyaml.Marshal(values)
	if err != nil {
		return fmt.Errorf("keep the parameters: %w", err)
	}
	owner := metav1apply.OwnerReference().WithAPIVersion(r.application.APIVersion).WithKind(applicationKind).
		WithName(r.name).WithUID(r.application.UID).WithBlockOwnerDeletion(true)
	secret := corev1apply.Secret(configName(r.name), r.namespace).WithLabels(map[string]string{nameLabel: r.name}).
		WithOwnerReferences(owner).WithType(corev1.SecretTypeOpaque).WithData(map[string][]byte{"values.yaml": text})
	_, err = r.Client.Core.Secrets(r.namespace).Apply(ctx, secret, metav1.ApplyOptions{FieldManager: apply.FieldManager, Force: true})
	if err != nil {
		return apply.Explain(kube.Ref{Version: "v1", Kind: "Secret", Namespace: r.namespace, Name: configName(r.name)}, err)
	}
	return nil
}
