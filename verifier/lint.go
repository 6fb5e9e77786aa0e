package verifier

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/origin"
	"github.com/chandler-dev/chandler/schema"
	schemareport "github.com/chandler-dev/chandler/schema/report"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
	"github.com/chandler-dev/chandler/verifier/rules"
)

// maxWarnings is how many warnings are shown below the step; the others are in the log.
const maxWarnings = 5

// lint reads the package, renders it without a cluster, and holds it to the rules.
func (r *run) lint(ctx context.Context, s *report.Step) error {
	problems, err := r.lintSchemas(s)
	if err != nil {
		return lintFailure(err)
	}
	if err := r.judge(s, problems, ""); err != nil {
		return err
	}
	rendered, err := r.renderOffline(ctx)
	if err != nil {
		return lintFailure(err)
	}
	s.Notes = append(s.Notes, rendered.Notes...)
	return r.judge(s, append(problems, rules.Check(subject(rendered))...), count(len(rules.All()), "rule"))
}

// lintSchemas finds the problems of the package's schemas, and keeps their text for showing them.
func (r *run) lintSchemas(s *report.Step) (schema.Problems, error) {
	main, err := r.source("data/schema.yaml")
	if err != nil {
		return nil, r.unreadable
	}
	s.Sources = schemareport.Sources{main.Name: main.Data}
	test, err := r.source("data-test/schema.yaml")
	if err != nil || r.mode == provision.Install {
		test = nil
	} else {
		s.Sources[test.Name] = test.Data
	}
	_, problems := schema.Lint(*main, test)
	if problems.Err() == nil && r.unreadable != nil {
		return nil, r.unreadable
	}
	return problems, nil
}

// source reads a schema of the package.
func (r *run) source(file string) (*schema.Source, error) {
	data, err := fs.ReadFile(r.options.Source.Files, file)
	return &schema.Source{Name: origin.Of(r.options.Source.Files, file), Data: data}, err
}

// judge puts problems into the step; the error is a failure if one of them is an Error. held says what the package was
// held to.
func (r *run) judge(s *report.Step, problems schema.Problems, held string) error {
	if r.options.Strict {
		problems = problems.Strict()
	}
	failed := problems.Err() != nil
	if held == "" && !failed {
		return nil // the rules are still to come
	}
	for _, p := range problems {
		r.logs.line("lint.log", p.Error())
	}
	s.Problems, s.Summary = schemareport.Problems(problems), summary(problems, held)
	if failed {
		return problemFailure(problems.Errors())
	}
	showWarnings(s, problems)
	return nil
}

// summary counts the rules and the problems.
func summary(problems schema.Problems, held string) string {
	switch {
	case len(problems) == 0:
		return held
	case held == "":
		return schemareport.Count(problems)
	}
	return held + ", " + schemareport.Count(problems)
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
	scope := deployer.NewScope(slices.Concat(rendered.Definitions, rendered.App, rendered.Hooks, rendered.Testers), nil)
	return rules.Subject{
		Application: rendered.Application, App: rendered.App, Hooks: rendered.Hooks, Testers: rendered.Testers,
		ClusterScoped: func(o *unstructured.Unstructured) bool { return scope.ClusterScoped(o.GroupVersionKind()) },
	}
}

// showWarnings puts warnings below the step.
func showWarnings(s *report.Step, warnings schema.Problems) {
	for _, w := range warnings[:min(len(warnings), maxWarnings)] {
		s.Notes = append(s.Notes, place(w)+"  "+w.Message)
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

// problemFailure tells the first of the problems that failed the step, and that there are more.
func problemFailure(problems schema.Problems) error {
	first := problems[0]
	f := &event.Failure{Stage: StepLint, Reason: first.Code, Message: place(first) + "  " + first.Message, Hint: first.Hint}
	if more := len(problems) - 1; more > 0 {
		f.Message += ", and " + count(more, "more error")
	}
	return f
}
