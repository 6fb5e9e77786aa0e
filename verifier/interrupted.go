package verifier

import "context"

// Interrupted is the error of a run whose context was cancelled; errors.Is finds context.Canceled in it.
type Interrupted struct {
	// State says what became of what was made on the cluster.
	State string
	// Left is why something could not be removed; nil if nothing is left.
	Left error
}

// Error says so in a sentence or two.
func (i *Interrupted) Error() string {
	if i.Left != nil {
		return "interrupted: " + i.Left.Error()
	}
	return "interrupted: " + i.State
}

// Unwrap gives the cancellation and, if something is left, the reason.
func (i *Interrupted) Unwrap() []error {
	if i.Left != nil {
		return []error{context.Canceled, i.Left}
	}
	return []error{context.Canceled}
}
