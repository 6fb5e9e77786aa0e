package report

// Reporter shows a run while it happens. Its methods are called by one goroutine at a time, in this order: Header,
// then for every step Begin, any number of Waiting, End (a skipped step has only its End), and Finish at last.
type Reporter interface {
	// Header tells what is verified and where; only the head of r is filled in.
	Header(r *Report)
	// Begin tells that a step has begun.
	Begin(step string)
	// Waiting tells what the current step waits for, in a few words.
	Waiting(step, what string)
	// End tells how the step ended.
	End(s *Step)
	// Finish tells the verdict. It is the last call.
	Finish(r *Report)
}

// Discard is a Reporter that shows nothing.
type Discard struct{}

// Header shows nothing.
func (Discard) Header(*Report) {}

// Begin shows nothing.
func (Discard) Begin(string) {}

// Waiting shows nothing.
func (Discard) Waiting(string, string) {}

// End shows nothing.
func (Discard) End(*Step) {}

// Finish shows nothing.
func (Discard) Finish(*Report) {}
