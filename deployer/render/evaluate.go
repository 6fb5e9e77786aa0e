package render

import (
	"errors"
	"fmt"
	"slices"

	"github.com/fluxcd/pkg/envsubst"
	"github.com/fluxcd/pkg/envsubst/parse"
)

// The library is a maintained fork of github.com/drone/envsubst.

const (
	// maxExpressionValue bounds what an expression may become, in bytes.
	maxExpressionValue = 5 << 20
	// maxTrimmed bounds the values that the functions #, ##, % and %% look into, which takes quadratic time.
	maxTrimmed = 4096
)

// evaluate gives the value of an expression on the parameter of that name, and all parameters that it is made of.
// No error has a value in it.
func evaluate(text, name string, values map[string]string) (value string, uses []string, err error) {
	// The library counts on positions that fit: ${name:1:9223372036854775807} is out of range there.
	defer func() {
		if recover() != nil {
			err = errors.New("a position or length is out of range")
		}
	}()
	tree, err := parse.Parse(text)
	if err != nil {
		return "", nil, err
	}
	root, ok := tree.Root.(*parse.FuncNode)
	if !ok || root.Param != name {
		return "", nil, parse.ErrBadSubstitution
	}
	x := expression{values: values}
	if _, err := x.bound(root); err != nil {
		return "", nil, err
	}
	t, err := envsubst.Parse(text)
	if err != nil {
		return "", nil, err
	}
	value, err = t.Execute(func(name string) (string, bool) { return values[name], true })
	return value, x.uses, err
}

type expression struct {
	values map[string]string
	uses   []string
}

// bound gives an upper bound of the bytes that a part of an expression becomes.
func (x *expression) bound(n parse.Node) (int, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		return len(n.Value), nil
	case *parse.FuncNode:
		return x.boundFunction(n)
	}
	return 0, parse.ErrBadSubstitution
}

func (x *expression) boundFunction(n *parse.FuncNode) (int, error) {
	value, declared := x.values[n.Param]
	if !declared {
		return 0, fmt.Errorf("%s is no parameter of the package", n.Param)
	}
	if !slices.Contains(x.uses, n.Param) {
		x.uses = append(x.uses, n.Param)
	}
	sizes := make([]int, len(n.Args))
	sum := 0
	for i, argument := range n.Args {
		var err error
		if sizes[i], err = x.bound(argument); err != nil {
			return 0, err
		}
		sum += sizes[i]
	}
	size := len(value)
	switch n.Name {
	case "", ":", "=", ":=", ":-", "/":
		size += sum
	case "/#", "/%":
		if len(sizes) < 2 { // the library leaves the value as it is
			return 0, fmt.Errorf("the function %s needs something to put there; %s removes", n.Name, n.Name[1:])
		}
		size += sum
	case ",", ",,", "^", "^^":
		size *= 3 // of one letter, at most
	case "//":
		if len(sizes) > 1 {
			size += (size + 1) * sizes[1]
		}
	case "#", "##", "%", "%%":
		if len(sizes) > 0 && size > maxTrimmed {
			return 0, fmt.Errorf("the value of parameter %s has more than the %d bytes that %s looks into", n.Param, maxTrimmed, n.Name)
		}
		size = max(size, 20) // or its length as a number
	default: // the library takes :? and :+ for :-
		return 0, fmt.Errorf("there is no function %s", n.Name)
	}
	if size > maxExpressionValue {
		return 0, fmt.Errorf("it can become more than %d bytes", maxExpressionValue)
	}
	return size, nil
}
