package images

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// deployerVariables are what packages set for their deployer in the Dockerfile of its image: timeouts, in seconds.
// Whatever else is set there is for programs that a deployer of ours does not have.
var deployerVariables = []string{"TESTER_TIMEOUT", "WAIT_FOR_READY_TIMEOUT"}

// addEnvironment takes over the deployer's variables from a Dockerfile for the reference toolkit, where vendors keep it:
// deployer/Dockerfile, else Dockerfile.
func (p *packer) addEnvironment() error {
	for _, name := range []string{"deployer/Dockerfile", "Dockerfile"} {
		data, err := p.read(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		set := environmentOf(string(data))
		for _, variable := range deployerVariables {
			if value, is := set[variable]; is && onlyDigits(value) {
				p.environment = append(p.environment, variable+"="+value)
			}
		}
		return nil
	}
	return nil
}

// environmentOf reads the ENV instructions of the last stage of a Dockerfile. Names in values are not put in.
func environmentOf(dockerfile string) map[string]string {
	set := map[string]string{}
	for line := range strings.Lines(joinLines(dockerfile)) {
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		switch strings.ToUpper(words[0]) {
		case "FROM":
			set = map[string]string{}
		case "ENV":
			addVariables(set, words[1:])
		}
	}
	return set
}

// addVariables adds what one ENV instruction sets: NAME VALUE, or NAME=VALUE once or several times.
func addVariables(set map[string]string, words []string) {
	if !strings.Contains(words[0], "=") {
		set[words[0]] = unquoted(strings.Join(words[1:], " "))
		return
	}
	for _, word := range words {
		if name, value, is := strings.Cut(word, "="); is {
			set[name] = unquoted(value)
		}
	}
}

func unquoted(value string) string { return strings.Trim(value, `"'`) }

// joinLines leaves out comments, and joins lines that a backslash continues.
func joinLines(dockerfile string) string {
	lines := slices.DeleteFunc(strings.Split(strings.ReplaceAll(dockerfile, "\r\n", "\n"), "\n"), func(line string) bool {
		return strings.HasPrefix(strings.TrimSpace(line), "#")
	})
	return strings.ReplaceAll(strings.Join(lines, "\n"), "\\\n", " ")
}

func onlyDigits(value string) bool {
	return value != "" && strings.Trim(value, "0123456789") == ""
}
