// Package report writes problems for people, with the line of the file and a caret under the place, and for programs,
// as JSON and as SARIF 2.1.0.
package report
