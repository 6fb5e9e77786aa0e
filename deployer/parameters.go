package deployer

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/chandler-dev/chandler/schema"
)

// Where a deployer finds its parameters: a file (schema v2) or a folder with one file a parameter (schema v1), both
// mounted from <name>-deployer-config. The file wins.
const (
	parametersFile   = "data/values.yaml"
	parametersFolder = "data/values"
)

// Parameters reads the parameters that were given to the deployer, not yet expanded. None at all is an error: even
// the name of the app would be missing.
func Parameters(files fs.FS, s *schema.Schema) (map[string]any, error) {
	data, err := fs.ReadFile(files, parametersFile)
	switch {
	case err == nil:
		return schema.ParseValues(parametersFile, data)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read parameters: %w", err)
	}
	if _, err := fs.Stat(files, parametersFolder); err != nil {
		return nil, errors.New("no parameters: neither /" + parametersFile + " nor the folder /" + parametersFolder +
			" is there; mount <name>-deployer-config, or give --parameters")
	}
	folder, err := fs.Sub(files, parametersFolder)
	if err != nil {
		return nil, fmt.Errorf("read parameters: %w", err)
	}
	return schema.ReadValuesFolder(folder, s)
}

// identity finds the app's name and namespace among the given parameters.
func identity(s *schema.Schema, given map[string]any) (name, namespace string, err error) {
	if name, err = sole(s, schema.Name, given); err != nil {
		return "", "", err
	}
	if namespace, err = sole(s, schema.Namespace, given); err != nil {
		return "", "", err
	}
	return name, namespace, CheckIdentity(name, namespace)
}

// CheckIdentity refuses names that Kubernetes would not take for an app and its namespace. Both stand in manifests
// wherever a template likes, quoted or not.
func CheckIdentity(name, namespace string) error {
	if len(validation.IsDNS1123Subdomain(name)) > 0 {
		return fmt.Errorf("%q cannot be the name of an app: it has to have small letters, digits, - and . only, a letter or digit first and last, and 253 characters at most", name)
	}
	if len(validation.IsDNS1123Label(namespace)) > 0 {
		return fmt.Errorf("%q cannot be a namespace: it has to have small letters, digits and - only, a letter or digit first and last, and 63 characters at most", namespace)
	}
	return nil
}

func sole(s *schema.Schema, x schema.XType, given map[string]any) (string, error) {
	p, err := s.Sole(x)
	if err != nil {
		return "", err
	}
	value, ok := given[p.Name]
	if !ok || value == nil {
		value = p.Default
	}
	switch v := value.(type) {
	case string:
		if v != "" {
			return v, nil
		}
	case int64: // a name of digits only, which YAML reads as a number
		return strconv.FormatInt(v, 10), nil
	}
	return "", fmt.Errorf("the parameter %s (%s) has no value: give it one", p.Name, x)
}
