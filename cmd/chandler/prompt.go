package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// errNotAnswered ends a dialogue whose user has left it.
var errNotAnswered = errors.New("the questions were not answered; nothing was written")

// prompter asks questions line by line: that works on every terminal, and screen readers read it.
type prompter struct {
	lines *bufio.Reader
	out   io.Writer
}

// ask asks until the answer is right, and gives it; an empty line stands for otherwise, which is shown in brackets.
func (p *prompter) ask(ctx context.Context, question, otherwise string, right func(string) error) (string, error) {
	for {
		if otherwise != "" {
			fmt.Fprintf(p.out, "%s [%s]: ", question, otherwise)
		} else {
			fmt.Fprintf(p.out, "%s: ", question)
		}
		answer, err := p.line(ctx)
		if err != nil {
			return "", err
		}
		if answer == "" {
			answer = otherwise
		}
		err = right(answer)
		if err == nil {
			return answer, nil
		}
		fmt.Fprintf(p.out, "  %s\n", capital(err.Error()))
	}
}

// choose asks for one of the choices by its number, and gives its index; the first is taken for an empty line.
func (p *prompter) choose(ctx context.Context, question string, choices ...string) (int, error) {
	fmt.Fprintf(p.out, "%s\n", question)
	for i, c := range choices {
		fmt.Fprintf(p.out, "  %d  %s\n", i+1, c)
	}
	answer, err := p.ask(ctx, "Number", "1", func(answer string) error {
		if n, err := strconv.Atoi(answer); err != nil || n < 1 || n > len(choices) {
			return fmt.Errorf("answer with a number from 1 to %d", len(choices))
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(answer)
	return n - 1, err
}

// line reads a line. When ctx ends, the reading is left to end with the process.
func (p *prompter) line(ctx context.Context) (string, error) {
	type read struct {
		text string
		err  error
	}
	done := make(chan read, 1)
	go func() {
		text, err := p.lines.ReadString('\n')
		done <- read{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-done:
		if errors.Is(r.err, io.EOF) {
			fmt.Fprintln(p.out)
			return "", errNotAnswered
		}
		return strings.TrimSpace(r.text), r.err
	}
}

func capital(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
