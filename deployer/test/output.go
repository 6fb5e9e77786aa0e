package test

import "fmt"

// How many lines of a container are told as they come, and how many of the others at its end.
const (
	mostLines = 5000
	lastLines = 20
)

// output tells the lines of one container: the first ones as they come, and of very many the last ones when it has ended.
type output struct {
	tell func(line string)
	told int
	// last are the latest lines, oldest first; held of all lines were not told.
	last []string
	held int
}

func (o *output) line(text string) {
	o.last = append(o.last[max(0, len(o.last)-lastLines+1):], text)
	if o.told < mostLines {
		o.told++
		o.tell(text)
		return
	}
	if o.held == 0 {
		o.tell(fmt.Sprintf("… more than %d lines: the last %d are told at the end", mostLines, lastLines))
	}
	o.held++
}

// end tells the last lines, if there were too many. No line comes after it.
func (o *output) end() {
	if o.held == 0 {
		return
	}
	last := o.last[max(0, len(o.last)-o.held):]
	if left := o.held - len(last); left > 0 {
		o.tell(fmt.Sprintf("… %d lines are left out", left))
	}
	for _, line := range last {
		o.tell(line)
	}
}
