package schema

// Source is a file as it was read. Name is what problems call it.
type Source struct {
	Name string
	Data []byte
}

// Lint finds all that is wrong with a schema in one run: what Parse finds, and what Check finds as far as the rest of
// the file can be judged. With a test schema (nil if there is none) it judges that too, and the one laid over the
// other. The Schema, overlaid, is nil if one of the problems is an Error.
func Lint(main Source, test *Source) (*Schema, Problems) {
	s, problems := readSchema(main.Name, main.Data, (*reader).schema)
	if s != nil {
		problems = append(problems, s.Check()...)
	}
	if test != nil {
		over, found := readSchema(test.Name, test.Data, (*reader).testSchema)
		problems = append(problems, found...)
		if s != nil && over != nil {
			problems = append(problems, overlayFaults(s, over)...)
			s = overlaid(s, over)
			problems = append(problems, s.Check()...)
		}
	}
	problems = problems.unique()
	problems.sort()
	if problems.Err() != nil {
		return nil, problems
	}
	return s, problems
}

// unique leaves out what was found before: a schema and the one laid over it share most of their problems.
func (ps Problems) unique() Problems {
	seen := make(map[Problem]bool, len(ps))
	var out Problems
	for _, p := range ps {
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	return out
}
