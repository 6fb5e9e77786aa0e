package images

import "fmt"

// FolderError is what is wrong with a package folder, and what to do about it.
type FolderError struct {
	// Dir is the folder as it was given; Path, if any, the file or folder in it that the error is about.
	Dir, Path string
	Message   string
	// Hint says what to do; may be empty.
	Hint string
}

// Error is the whole of it in one line.
func (e *FolderError) Error() string {
	where := e.Dir
	if e.Path != "" {
		where += ": " + e.Path
	}
	if e.Hint == "" {
		return fmt.Sprintf("%s: %s", where, e.Message)
	}
	return fmt.Sprintf("%s: %s; %s", where, e.Message, e.Hint)
}

const folderNeeds = "a package folder has schema.yaml, manifest/ (envsubst) or chart/ (Helm), and tests in apptest/deployer/"
