package verifier

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
	"github.com/chandler-dev/chandler/verifier/rules"
)

// maxWarnings is how many warnings are shown below the step; the others are in the log.
const maxWarnings = 5

// lint reads the package, renders it without a cluster, and holds it to the rules.
func (r *run) lint(ctx context.Context, s *report.Step) error {
	if r.unreadable != nil {
		return lintFailure(r.unreadable)
	}
	problems := r.pkg.Schema.Check()
	if err := problems.Err(); err != nil {
		return lintFailure(err)
	}
	rendered, err := r.renderOffline(ctx)
	if err != nil {
		return lintFailure(err)
	}
	problems = append(problems, rules.Check(subject(rendered))...)
	if err := problems.Err(); err != nil {
		return lintFailure(err)
	}
	r.showWarnings(s, problems.Warnings())
	return nil
}

// open reads the schemas and fills in the head of the report. That they cannot be read is told by lint.
func (r *run) open() {
	r.pkg, r.unreadable = deployer.Load(r.options.Source.Files)
	if r.unreadable != nil {
		return
	}
	s := r.pkg.Schema
	r.report.SchemaVersion, r.report.Version, r.report.Images = s.SchemaVersion, s.PublishedVersion, len(s.Images)
	if s.SchemaVersion != "v2" {
		r.report.Images = len(s.OfType(schema.ImageType))
	}
}

// renderOffline renders the package as its deployer will, with the parameters that were given and placeholders for
// those that are missing: whether they are is judged when provisioning.
func (r *run) renderOffline(ctx context.Context) (*deployer.Rendered, error) {
	in := r.provisionInput("standard")
	in.Deployer.Image = "chandler.invalid/package/deployer:lint"
	set, err := provision.Make(in)
	var missing provision.Missing
	if err != nil && !errors.As(err, &missing) { // the parameters are wrong, which is not the package's fault
		in.Given = nil
		set, err = provision.Make(in)
	}
	if errors.As(err, &missing) {
		in.Given = maps.Clone(in.Given)
		if in.Given == nil {
			in.Given = map[string]any{}
		}
		for _, p := range missing {
			in.Given[p.Name] = provision.Placeholder(p)
		}
		in.Environment.SkipRules = true // placeholders know no rules
		set, err = provision.Make(in)
	}
	if err != nil {
		return nil, err
	}
	mode := deployer.Verify
	if r.mode == provision.Install {
		mode = deployer.Install
	}
	return deployer.Render(ctx, r.pkg, deployer.RenderInput{Given: set.Values, Mode: mode, AppUID: "lint", NamespaceUID: "lint", SkipRules: true})
}

func subject(rendered *deployer.Rendered) rules.Subject {
	all := append(append([]*unstructured.Unstructured{}, rendered.App...), rendered.Testers...)
	scope := deployer.NewScope(all, nil)
	return rules.Subject{
		Application: rendered.Application, App: rendered.App, Testers: rendered.Testers,
		ClusterScoped: func(o *unstructured.Unstructured) bool { return scope.ClusterScoped(o.GroupVersionKind()) },
	}
}

// showWarnings puts warnings below the step.
func (r *run) showWarnings(s *report.Step, warnings schema.Problems) {
	s.Summary = count(len(rules.All()), "rule")
	if len(warnings) > 0 {
		s.Summary += ", " + count(len(warnings), "warning")
	}
	for i, w := range warnings {
		r.logs.line("lint.log", w.Error())
		if i < maxWarnings {
			s.Notes = append(s.Notes, place(w)+"  "+w.Message)
		}
	}
	if more := len(warnings) - maxWarnings; more > 0 {
		s.Notes = append(s.Notes, "and "+count(more, "more warning")+", in lint.log and the JSON report")
	}
}

// place says where a problem is: code, file or object, line.
func place(p schema.Problem) string {
	if p.Line > 0 {
		return fmt.Sprintf("%s %s:%d", p.Code, p.File, p.Line)
	}
	return p.Code + " " + p.File
}

// lintFailure turns what is wrong with the package's files into a verdict.
func lintFailure(err error) error {
	var failure *event.Failure
	if errors.As(err, &failure) {
		return failure
	}
	var problems schema.Problems
	if errors.As(err, &problems) && len(problems.Errors()) > 0 {
		return problemFailure(problems.Errors())
	}
	f := &event.Failure{Stage: StepLint, Message: err.Error()}
	if errors.Is(err, fs.ErrNotExist) {
		f.Hint = "A deployer image has its schema at /data/schema.yaml."
	}
	return f
}

func problemFailure(problems schema.Problems) error {
	first := problems[0]
	f := &event.Failure{Stage: StepLint, Reason: first.Code, Message: place(first) + "  " + first.Message, Hint: first.Hint}
	for _, p := range problems[1:] {
		f.Log = append(f.Log, place(p)+"  "+p.Message)
	}
	return f
}
