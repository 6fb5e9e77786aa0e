// Package testspec reads test specs: suites of actions in YAML or JSON, as the reference's testrunner has them. Bytes
// in, suite out: nothing is run here.
package testspec

// Suite is the content of one test spec.
type Suite struct {
	// Actions are run in this order.
	Actions []Action
}

// Action is one step of a suite. Of HTTPTest, GCP and BashTest the first that is given is run; without any of them it
// passes.
type Action struct {
	Name      string
	Condition *Condition
	HTTPTest  *HTTPTest
	GCP       *GCP
	BashTest  *BashTest
}

// Condition says when an action is run; else it is skipped, which counts as passed.
type Condition struct {
	// FailuresSoFar is held against the failures of the suites before this one.
	FailuresSoFar *IntAssert
}

// HTTPTest sends a request without a body, follows redirects and looks at the answer.
type HTTPTest struct {
	URL string
	// Method is GET if the spec has none.
	Method  string
	Headers map[string]string
	Expect  HTTPExpect
}

// HTTPExpect is what has to hold for an answer; what is nil is not looked at.
type HTTPExpect struct {
	StatusCode *IntAssert
	// StatusText is held against the whole status, as "200 OK".
	StatusText *StringAssert
	// Title is held against the title in the head of an HTML document.
	Title *StringAssert
}

// GCP is an action of the reference that changes a resource of Google Cloud. It is known and not supported.
type GCP struct{}

// BashTest runs a script with bash -c and looks at how it ends.
type BashTest struct {
	Script string
	// Expect is nil if the test passes however the script ends.
	Expect *BashExpect
}

// BashExpect is what has to hold for a script that has ended; what is nil is not looked at.
type BashExpect struct {
	ExitCode       *IntAssert
	Stdout, Stderr *StringAssert
}

// IntAssert is a set of comparisons that all have to hold; what is nil is not compared.
type IntAssert struct {
	Equals, AtLeast, AtMost, LessThan, GreaterThan, NotEquals *int
}

// StringAssert is a set of comparisons that all have to hold; what is nil is not compared.
type StringAssert struct {
	// Exactly is the whole text.
	Exactly *string
	// Equals is the text without white space around it.
	Equals      *string
	Contains    *string
	NotContains *string
	// Matches is a regular expression (RE2) that matches somewhere in the text.
	Matches *string
}
