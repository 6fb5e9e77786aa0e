package images

import "strings"

// tree reads all files below a folder; paths are relative to it. Links are followed where they stay in the package.
func (f *folder) tree(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := f.walk(dir, 0, func(path string, data []byte) {
		files[strings.TrimPrefix(path, dir+"/")] = data
	})
	return files, err
}

func (f *folder) walk(dir string, depth int, found func(path string, data []byte)) error {
	if depth > maxDepth {
		return f.wrong(dir, "is nested too deep", "look for a link to a folder above itself")
	}
	names, err := f.listAll(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == ".git" {
			continue
		}
		path := dir + "/" + name
		there, err := f.isDir(path)
		if err != nil {
			return err
		}
		if there {
			if err := f.walk(path, depth+1, found); err != nil {
				return err
			}
			continue
		}
		data, err := f.read(path)
		if err != nil {
			return err
		}
		found(path, data)
	}
	return nil
}
