package verifier

import (
	"context"
	"fmt"
	"maps"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/schema"
)

// reuseGenerated takes over what was generated for an earlier install of the app: a new password would lock the app out
// of the data that the old one protects.
func (r *run) reuseGenerated(ctx context.Context) error {
	name := r.name + "-deployer-config"
	secret, err := r.options.Target.Client.Typed.CoreV1().Secrets(r.namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the parameters of the earlier install (Secret/%s): %w", name, err)
	}
	earlier, err := deployer.ConfigParameters(secret.Data)
	if err != nil {
		return fmt.Errorf("read the parameters of the earlier install (Secret/%s): %w", name, err)
	}
	given := maps.Clone(r.options.Parameters)
	if given == nil {
		given = map[string]any{}
	}
	for _, x := range []schema.XType{schema.GeneratedPassword, schema.TLSCertificate, schema.StorageClassType} {
		for _, p := range r.pkg.Schema.OfType(x) {
			if value, was := earlier[p.Name]; was && given[p.Name] == nil {
				given[p.Name] = value
			}
		}
	}
	r.options.Parameters = given
	return nil
}
