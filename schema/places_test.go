package schema

import (
	"errors"
	"testing"
)

func TestProblemsOfValuesMoveToTheirPlaceInTheFile(t *testing.T) {
	s := mustParse(t, v1("  name: {type: string}\n  replicas: {type: integer, minimum: 1}\n  ratio: {type: number}\nrequired: [name]\n"))
	file := []byte("# given\nratio: much\n\nreplicas: 0\nreplica: 3\n")
	given, err := ParseValues("p.yaml", file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Resolve(s, given, testEnvironment())
	var problems Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	const want = `p.yaml:2:1: CH161: property ratio is of type number, but its value is text (give a value of that type)
p.yaml:4:1: CH169: property replicas must be at least 1
p.yaml:5:1: CH160: a value is given for "replica", but the schema has no such property (did you mean replicas?)
schema.yaml:3:3: CH162: no value for required property name (give a value for it in the parameters, or add a default in schema.yaml)`
	if got := ParameterPlaces("p.yaml", file).Locate(problems).Error(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	for _, elsewhere := range []string{"", "- a\n", "a: [", "other: 1\n"} {
		if got := ParameterPlaces("p.yaml", []byte(elsewhere)).Locate(problems).Error(); got != problems.Error() {
			t.Errorf("with the file %q:\n%s", elsewhere, got)
		}
	}
}
