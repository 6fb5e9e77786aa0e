package main

import (
	"errors"
	"path"
	"path/filepath"
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

// inFolder makes the problems of a package folder's schema name the file where the user finds it: in an image it
// stands at data/schema.yaml.
func (p *packageArg) inFolder(err error) error {
	var problems schema.Problems
	if p.folder == nil || !errors.As(err, &problems) {
		return err
	}
	moved := make(schema.Problems, len(problems))
	for i, problem := range problems {
		switch dir, file := path.Split(problem.File); strings.Trim(dir, "/") {
		case "data":
			problem.File = filepath.Join(p.folder.Dir, file)
		case "data-test":
			problem.File = filepath.Join(p.folder.Dir, "apptest", "deployer", file)
		}
		moved[i] = problem
	}
	return moved
}
