package schema

// Places says where each parameter of a file stands. The zero value knows of none.
type Places struct {
	file string
	at   map[string]position
}

// ParameterPlaces finds the parameters in a file that ParseValues reads. It knows of none if the file cannot be read.
func ParameterPlaces(file string, data []byte) Places {
	tree, problems := parseTree(file, data)
	if problems.Err() != nil || tree.isNull() {
		return Places{}
	}
	at := make(map[string]position, len(tree.entries))
	for _, e := range tree.entries {
		at[e.key] = e.at
	}
	return Places{file, at}
}

// Locate gives the problems with those of a parameter's value moved to where the file has the parameter. The others,
// and those of parameters that the file does not have, stay where they are: in the schema. The given problems are not
// changed.
func (p Places) Locate(problems Problems) Problems {
	located := append(Problems(nil), problems...)
	for i, problem := range located {
		if at, known := p.at[problem.Parameter]; known && problem.Parameter != "" {
			located[i].File, located[i].Line, located[i].Column = p.file, at.line, at.column
		}
	}
	located.sort()
	return located
}
