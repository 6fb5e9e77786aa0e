package verifier

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/schema"
)

func TestAWrongParameterFailsAtItsPlaceInTheFileItCameFrom(t *testing.T) {
	file := []byte("replicas: 0\nratio: much\n")
	r := &run{options: Options{Places: schema.ParameterPlaces("p.yaml", file)}}
	err := r.provisionFailure(schema.Problems{
		{Code: schema.CodeMissingValue, Severity: schema.Error, File: "schema.yaml", Line: 9, Column: 3, Parameter: "email", Message: "no value"},
		{Code: schema.CodeValueRule, Severity: schema.Error, File: "schema.yaml", Line: 12, Column: 3, Parameter: "replicas", Message: "must be at least 1"},
	})
	var failure *event.Failure
	if !errors.As(err, &failure) {
		t.Fatal(err)
	}
	want := &event.Failure{Stage: StepProvision, Reason: "CH169", Message: "p.yaml:1:1: CH169: must be at least 1", Log: []string{"schema.yaml:9:3: CH162: no value"}}
	if diff := cmp.Diff(want, failure); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
