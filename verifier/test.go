package verifier

import (
	"context"
	"strings"

	"github.com/chandler-dev/chandler/verifier/report"
)

// noTesters is what a deployer of the reference toolkit says if there is nothing to run.
const noTesters = "No tester manifest found"

// test listens to the deployer until it has ended, which is when all testers have, and looks whether the app still runs.
func (r *run) test(ctx context.Context, s *report.Step) error {
	d := r.deployment
	if d.ended == nil {
		if err := r.listen(StepTest, func(*deployment) bool { return false }); err != nil {
			return err
		}
	}
	s.Objects = report.Objects("passed", d.testers...)
	if err := r.steady(ctx); err != nil {
		return err
	}
	switch {
	case d.spoke && len(d.testers) == 0, !d.spoke && d.saidNoTesters():
		s.Verdict, s.Reason = report.Skipped, "the package has no testers"
	case d.result != "":
		s.Summary = d.result
	case d.spoke:
		s.Summary = testerNames(s.Objects) + " passed"
	default:
		s.Summary = "judged by the deployer, which ended with exit code 0"
	}
	return nil
}

func (d *deployment) saidNoTesters() bool {
	for _, l := range d.lines {
		if strings.Contains(l, noTesters) {
			return true
		}
	}
	return false
}

func testerNames(testers []report.Object) string {
	if len(testers) > 2 {
		return count(len(testers), "tester")
	}
	names := make([]string, len(testers))
	for i, t := range testers {
		names[i] = t.Name
	}
	return strings.Join(names, " and ")
}
