package verifier

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/schema/fit"
	"github.com/chandler-dev/chandler/verifier/clusterfacts"
	"github.com/chandler-dev/chandler/verifier/report"
)

// constraints holds the package's clusterConstraints against the cluster, and gives those that are not met.
func (r *run) constraints(ctx context.Context) ([]fit.Finding, error) {
	wanted := r.pkg.Schema.Constraints
	if wanted == nil {
		return nil, nil
	}
	client := r.options.Target.Client
	if r.revision != nil && r.revision.options.Facts != nil {
		client = r.revision.options.Facts
	}
	cluster, err := clusterfacts.Read(ctx, client)
	if err != nil {
		return nil, fmt.Errorf("describe the cluster for the package's constraints: %w", err)
	}
	r.report.Constraints = fit.Check(wanted, cluster)
	return fit.Failing(r.report.Constraints), nil
}

// noteConstraints says below a step what the cluster does not meet. A verification goes on: it proves the package, not
// the cluster that it happens on.
func (r *run) noteConstraints(ctx context.Context, s *report.Step) error {
	unmet, err := r.constraints(ctx)
	s.Notes = append(s.Notes, r.inLines(unmet)...)
	return err
}

// meetConstraints refuses a cluster that does not meet the constraints of the package. What is not known is no reason
// to refuse, nor is lack of room for an app that is there already: it is in its own way.
func (r *run) meetConstraints(ctx context.Context, s *report.Step) error {
	unmet, err := r.constraints(ctx)
	if err != nil {
		return err
	}
	s.Summary = r.countConstraints()
	if len(unmet) == 0 {
		return nil
	}
	refusing, err := r.refusing(ctx, unmet)
	if err != nil {
		return err
	}
	if len(refusing) == 0 {
		s.Notes = r.inLines(unmet)
		return nil
	}
	return r.notMet(refusing)
}

// notMet is the verdict of an install that is refused.
func (r *run) notMet(refusing []fit.Finding) error {
	f := &event.Failure{
		Stage: StepConstraints, Reason: "ConstraintsNotMet", Message: refusing[0].Name() + ": " + refusing[0].Message,
		Hint: "Nothing was made. Choose another cluster, or install all the same with --ignore-constraints.",
	}
	if len(refusing) > 1 {
		var names []string
		for _, c := range refusing {
			names = append(names, c.Name())
		}
		f.Message, f.Log = "the cluster does not meet "+strings.Join(names, ", "), r.inLines(refusing)
	}
	return f
}

// refusing gives those of the unmet constraints that forbid an install.
func (r *run) refusing(ctx context.Context, unmet []fit.Finding) ([]fit.Finding, error) {
	if r.ignoreConstraints {
		return nil, nil
	}
	there, err := r.isInstalled(ctx)
	if err != nil || !there {
		return unmet, err
	}
	var out []fit.Finding
	for _, f := range unmet {
		if !strings.HasPrefix(f.Name(), "resources") {
			out = append(out, f)
		}
	}
	return out, nil
}

// isInstalled says whether an app of that name stands in the namespace already.
func (r *run) isInstalled(ctx context.Context) (bool, error) {
	_, err := r.options.Target.Client.Dynamic.Resource(applications).Namespace(r.namespace).Get(ctx, r.name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err), apierrors.IsForbidden(err):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("get Application/%s: %w", r.name, err)
	}
	return true, nil
}

// countConstraints sums up the findings: "2 met, 1 not met, 1 unknown".
func (r *run) countConstraints() string {
	n := map[fit.Status]int{}
	for _, f := range r.report.Constraints {
		n[f.Status]++
	}
	var out []string
	for _, s := range []struct {
		status fit.Status
		word   string
	}{{fit.Fits, "met"}, {fit.Fails, "not met"}, {fit.NotKnown, "unknown"}} {
		if n[s.status] > 0 {
			out = append(out, fmt.Sprintf("%d %s", n[s.status], s.word))
		}
	}
	return strings.Join(out, ", ")
}

// inLines writes findings as warnings are written.
func (r *run) inLines(findings []fit.Finding) []string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, r.declared(f)+"  "+f.Name()+": "+f.Message)
	}
	return lines
}

// declared says where a constraint is declared: file, line.
func (r *run) declared(f fit.Finding) string {
	file := filepath.Base(r.pkg.Schema.File)
	if f.Line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, f.Line)
}
