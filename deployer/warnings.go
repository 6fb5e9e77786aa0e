package deployer

import "sync"

// Warnings takes the warnings of an API server, which may have values of parameters in them, to the run that a client
// works for: there they are told as Events, each once. It is the WarningHandler of the client's configuration.
type Warnings struct {
	mutex sync.Mutex
	tell  func(text string)
	told  map[string]bool
}

// HandleWarningHeader takes in a warning. Before a run has begun nobody hears it.
func (w *Warnings) HandleWarningHeader(code int, _ string, text string) {
	const miscellaneous = 299 // the only code that is used
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if code != miscellaneous || text == "" || w.tell == nil || w.told[text] {
		return
	}
	w.told[text] = true
	w.tell(text)
}

// hear has the warnings told from now on.
func (w *Warnings) hear(tell func(text string)) {
	if w == nil {
		return
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.tell, w.told = tell, map[string]bool{}
}
