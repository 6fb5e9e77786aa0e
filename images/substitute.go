package images

import "regexp"

// buildArguments are the two names that a schema may hold at build time, as $NAME or ${NAME}. Everything else with a
// dollar stays: a regular expression in the schema ends with one.
var buildArguments = regexp.MustCompile(`\$(?:\{(REGISTRY|TAG)\}|(REGISTRY|TAG)\b)`)

func substitute(data []byte, o FolderOptions) []byte {
	values := map[string]string{"REGISTRY": o.Registry, "TAG": o.Tag}
	return buildArguments.ReplaceAllFunc(data, func(found []byte) []byte {
		m := buildArguments.FindSubmatch(found)
		if v := values[string(m[1])+string(m[2])]; v != "" {
			return []byte(v)
		}
		return found
	})
}
