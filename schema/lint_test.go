package schema

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLintFindsFaultsOfBothTiersAndOfTheTestSchemaInOneRun(t *testing.T) {
	main := Source{"schema.yaml", []byte("properties:\n  a: {type: strin}\n  b: {type: string}\nrequired: [c]\n")}
	test := Source{"test.yaml", []byte("properties:\n  b:\n    type: string\n    x-google-marketplace: {type: MASKED_FIELD}\n  d: {typ: string}\n")}
	s, problems := Lint(main, &test)
	if s != nil {
		t.Error("there is a schema, though it has errors")
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.File+" "+p.Code)
	}
	want := []string{"schema.yaml CH113", "schema.yaml CH121", "schema.yaml CH115", "test.yaml CH155", "test.yaml CH121", "test.yaml CH104"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s\n%v", diff, problems)
	}
}

func TestLintGivesTheOverlaidSchemaOfAGoodPackage(t *testing.T) {
	main := Source{"schema.yaml", []byte("applicationApiVersion: v1beta1\nproperties:\n  a: {type: string}\n  a: {type: string}\n")}
	test := Source{"test.yaml", []byte("properties: {b: {type: string, default: x}}\n")}
	s, problems := Lint(main, &test)
	if s == nil || s.Property("a") == nil || s.Property("b") == nil {
		t.Fatalf("no overlaid schema: %v", problems)
	}
	if len(problems) != 1 || problems[0].Code != CodeDuplicateKey {
		t.Errorf("want the duplicate key once, but got %v", problems)
	}
	if strict := problems.Strict(); strict.Err() == nil || problems.Err() != nil {
		t.Error("Strict does not make errors of warnings, or changes the problems themselves")
	}
}
