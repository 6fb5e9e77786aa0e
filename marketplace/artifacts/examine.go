package artifacts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/form"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/rules"
)

const (
	schemaFile = "data/schema.yaml"
	// trialNamespace and trialImage are where a package is said to be when it is only rendered.
	trialNamespace = "trial"
	trialImage     = "chandler.invalid/package/deployer:trial"
)

// examine reads a package, renders it with its defaults as its deployer will for a verification, and holds it to the
// packaging rules. prefix is where its images are; empty if it names them itself. The error is an *UploadError if it is the package's fault.
func examine(ctx context.Context, files fs.FS, name, prefix string) (*Findings, error) {
	pkg, err := deployer.Load(files)
	if err != nil {
		return nil, refusedFor(err)
	}
	if err := pkg.Schema.Check().Err(); err != nil {
		return nil, refusedFor(err)
	}
	rendered, err := trial(ctx, pkg, name, prefix)
	if err != nil {
		return nil, refusedFor(err)
	}
	found := rules.Check(subjectOf(rendered))
	if err := found.Err(); err != nil {
		return nil, refusedFor(err)
	}
	f := &Findings{Version: pkg.Schema.PublishedVersion, Flavour: flavourOf(files), Warnings: append(problemsOf(found), notesOf(rendered.Notes)...), Images: imagesOf(rendered)}
	if f.Schema, err = fs.ReadFile(files, schemaFile); err != nil {
		return nil, err
	}
	return f, f.drawForm(pkg.Schema)
}

func flavourOf(files fs.FS) string {
	if _, err := fs.Stat(files, "data/chart"); err == nil {
		return images.Helm
	}
	return images.Envsubst
}

// trial renders a package with its defaults; what has to be given gets placeholders.
func trial(ctx context.Context, pkg *deployer.Package, name, prefix string) (*deployer.Rendered, error) {
	in := provision.Input{Schema: pkg.Schema, TestSchema: pkg.TestSchema, Name: name, Namespace: trialNamespace, Mode: provision.Verify, StorageClass: "standard",
		// What is generated here is thrown away: the same each time serves best.
		Environment: schema.Environment{Rand: rand.NewChaCha8([32]byte{}), Now: time.Unix(0, 0).UTC(), CertificateNames: schema.CertificateNames(name, trialNamespace)},
		Deployer:    provision.Deployer{Image: trialImage, ImagePrefix: prefix}}
	set, err := provision.Make(in)
	var missing provision.Missing
	if errors.As(err, &missing) {
		in.Given = map[string]any{}
		for _, p := range missing {
			in.Given[p.Name] = provision.Placeholder(p)
		}
		in.Environment.SkipRules = true // placeholders know no rules
		set, err = provision.Make(in)
	}
	if err != nil {
		return nil, err
	}
	return deployer.Render(ctx, pkg, deployer.RenderInput{Given: set.Values, Mode: deployer.Verify, SkipRules: true})
}

func subjectOf(r *deployer.Rendered) rules.Subject {
	scope := deployer.NewScope(slices.Concat(r.Definitions, r.App, r.Hooks, r.Testers), nil)
	return rules.Subject{Application: r.Application, App: r.App, Hooks: r.Hooks, Testers: r.Testers,
		ClusterScoped: func(o *unstructured.Unstructured) bool { return scope.ClusterScoped(o.GroupVersionKind()) }}
}

// refusedFor turns what is wrong with a package into an *UploadError.
func refusedFor(err error) error {
	var schemaProblems schema.Problems
	var place *render.Error
	var failure *event.Failure
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &schemaProblems):
		return &UploadError{problemsOf(schemaProblems.Errors())}
	case errors.As(err, &place):
		return &UploadError{[]Problem{templateProblem(place)}}
	case errors.As(err, &failure):
		object := ""
		if failure.Object != nil {
			object = failure.Object.String()
		}
		return refused(object, failure.Message, failure.Hint)
	case errors.Is(err, fs.ErrNotExist):
		return refused(schemaFile, "not found", "a deployer image has its schema at /"+schemaFile)
	}
	return refused("", err.Error(), "")
}

func problemsOf(found schema.Problems) []Problem {
	var out []Problem
	for _, p := range found {
		if len(out) < maxProblems {
			out = append(out, Problem{File: p.File, Line: p.Line, Message: p.Message, Hint: p.Hint})
		}
	}
	return out
}

// notesOf makes warnings of what is not supported of a chart's hooks.
func notesOf(notes []string) []Problem {
	var out []Problem
	for _, note := range notes {
		object, message, _ := strings.Cut(note, ": ")
		out = append(out, Problem{File: object, Message: message})
	}
	return out
}

// imagesOf gives the images that a package runs, wherever its objects have containers.
func imagesOf(r *deployer.Rendered) []string {
	found := map[string]bool{}
	for _, o := range slices.Concat(r.App, r.Hooks, r.Testers) {
		collectImages(o.Object, found)
	}
	return slices.Sorted(maps.Keys(found))
}

func collectImages(v any, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if key == "containers" || key == "initContainers" {
				list, _ := inner.([]any)
				for _, c := range list {
					container, _ := c.(map[string]any)
					if image, _ := container["image"].(string); image != "" {
						found[image] = true
					}
				}
			}
			collectImages(inner, found)
		}
	case []any:
		for _, inner := range v {
			collectImages(inner, found)
		}
	}
}

// drawForm fills in the form and the parameters that it asks for.
func (f *Findings) drawForm(s *schema.Schema) error {
	drawn, err := form.Of(s)
	if err != nil {
		return refusedFor(err)
	}
	if f.Form, err = json.Marshal(drawn); err != nil {
		return fmt.Errorf("write the form: %w", err)
	}
	fields, _ := drawn.Schema["properties"].(map[string]any)
	f.Parameters = []Parameter{}
	for _, p := range s.Properties {
		if _, asked := fields[p.Name]; !asked || p.X == schema.Name || p.X == schema.Namespace {
			continue
		}
		made := Parameter{Name: p.Name, Title: p.Title, Description: p.Description, Type: p.Type, Required: p.Required,
			Generated: p.X == schema.GeneratedPassword || p.X == schema.TLSCertificate || p.X == schema.ReportingSecret}
		if made.Secret = made.Generated || p.X == schema.MaskedField; !made.Secret && p.HasDefault {
			made.Default = p.Default
		}
		f.Parameters = append(f.Parameters, made)
	}
	return nil
}
