package verifier

import (
	"context"
	"crypto/rand"
	"io/fs"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// PreviewOptions are the parameters of Preview.
type PreviewOptions struct {
	Files           fs.FS // the root of the deployer image: data/…, data-test/…
	Mode            deployer.Mode
	Name, Namespace string
	// ApplicationUID is the uid of the Application for owner references; without it there are none.
	ApplicationUID string
	// DeployerImage is the full reference of the deployer image; the app's image references follow from it.
	DeployerImage string
	Parameters    map[string]any // values for the schema's properties, without name and namespace
}

// Preview renders a package as its deployer would with what a marketplace provisions, without a cluster. The error is
// schema.Problems, provision.Missing, or says what is wrong with the manifests.
func Preview(ctx context.Context, o PreviewOptions) (*deployer.Rendered, error) {
	pkg, err := deployer.Load(o.Files)
	if err != nil {
		return nil, err
	}
	mode := provision.Install
	if o.Mode == deployer.Verify {
		mode = provision.Verify
	}
	set, err := provision.Make(provision.Input{
		Schema: pkg.Schema, TestSchema: pkg.TestSchema, Name: o.Name, Namespace: o.Namespace, Mode: mode,
		Given: o.Parameters, StorageClass: "standard", Deployer: provision.Deployer{Image: o.DeployerImage},
		Environment: schema.Environment{Rand: rand.Reader, Now: time.Now(), CertificateNames: schema.CertificateNames(o.Name, o.Namespace)},
	})
	if err != nil {
		return nil, err
	}
	rendered, err := deployer.Render(ctx, pkg, deployer.RenderInput{Given: set.Values, Mode: o.Mode, AppUID: o.ApplicationUID})
	if err == nil && o.ApplicationUID == "" {
		for _, part := range [][]*unstructured.Unstructured{rendered.Definitions, rendered.App, rendered.Hooks, rendered.Testers} {
			disown(part)
		}
	}
	return rendered, err
}

// disown drops the references to owners that are not there: whoever applied such objects would see them collected as
// garbage.
func disown(objects []*unstructured.Unstructured) {
	for _, o := range objects {
		o.SetOwnerReferences(nil)
	}
}
