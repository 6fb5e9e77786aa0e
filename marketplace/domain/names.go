package domain

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var label = regexp.MustCompile(`^[a-z]([-a-z0-9]*[a-z0-9])?$`)

// The longest names. An instance's name leaves room for what deployers append to it.
const (
	MaxName         = 40
	MaxInstanceName = 32
	MaxTitle        = 60
	MaxMessage      = 512
	MaxDescription  = 1000
	MaxText         = 64 << 10 // an introduction, in bytes
)

// CheckName holds the name of a user, role, workspace, project or cluster, in a field, to being a DNS label.
func CheckName(field, name string) error { return checkLabel(field, name, MaxName) }

// CheckInstanceName holds the name of an instance to what Kubernetes and deployers take.
func CheckInstanceName(field, name string) error { return checkLabel(field, name, MaxInstanceName) }

func checkLabel(field, name string, longest int) error {
	if len(name) <= longest && label.MatchString(name) {
		return nil
	}
	return Invalidf(field, "name", "%q is not a name", clip(name)).With(
		"use at most " + strconv.Itoa(longest) + " small letters, digits and dashes, beginning with a letter and not ending with a dash")
}

// CheckTitle holds a name that people read to one line of 1 to 60 characters.
func CheckTitle(field, title string) error { return checkLine(field, title, 1, MaxTitle) }

// CheckLine holds an optional line to a length in characters.
func CheckLine(field, line string, longest int) error { return checkLine(field, line, 0, longest) }

func checkLine(field, line string, shortest, longest int) error {
	n := utf8.RuneCountInString(line)
	switch {
	case shortest > 0 && !strings.ContainsFunc(line, isSeen):
		return Invalidf(field, "required", "%s is empty", last(field)).With("enter one")
	case n > longest:
		return Invalidf(field, "too-long", "%s has %d characters", last(field), n).With("shorten it to at most " + strconv.Itoa(longest))
	case !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) || isHidden(r) }):
		return Invalidf(field, "characters", "%s holds control characters", last(field)).With("remove them: it is one line of text")
	}
	return nil
}

// CheckText holds a text of several lines to a size in bytes.
func CheckText(field, text string, largest int) error {
	switch {
	case len(text) > largest:
		return Invalidf(field, "too-long", "%s has %d bytes", last(field), len(text)).With("shorten it to at most " + strconv.Itoa(largest))
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || isBidi(r) }):
		return Invalidf(field, "characters", "%s holds control characters", last(field)).With("remove them")
	}
	return nil
}

// CheckLink holds an optional link to the schemes that a browser may be sent to.
func CheckLink(field, link string) error {
	if link == "" {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil || len(link) > 500 || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return Invalidf(field, "link", "%q is not a link to a page", clip(link)).With("use one that begins with https:// or http://, without a password in it")
	}
	return nil
}

// isBidi tells the characters that reorder text, with which a name can pretend to be another.
func isBidi(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// isHidden tells the characters that nobody sees: those that steer how text is drawn, end lines, or are drawn as nothing.
// Two names that differ in them alone look the same. Joiners are none of them: they are part of emoji, and of Persian and
// Indic words.
func isHidden(r rune) bool {
	switch r {
	case '\u200C', '\u200D': // joiners
		return false
	case '\u115F', '\u1160', '\u3164', '\uFFA0', '\u2800': // fillers of Hangul, Braille without dots
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// isSeen tells a character that leaves ink.
func isSeen(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !isHidden(r)
}

// clip keeps what a message quotes short.
func clip(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return string([]rune(s)[:longest]) + "…"
}

func last(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }
