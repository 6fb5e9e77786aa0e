package form

import "testing"

func TestOnlyPatternsThatBrowsersTakeForTheSameReachThem(t *testing.T) {
	for pattern, want := range map[string]bool{
		`^[1-9][0-9]*(\.[0-9]+)?[TGM]i?$`:                  true,
		`^(([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\-]*)\.)*x$`:  true,
		`^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$`:     true,
		"^[a-zA-Z0-9.!#$%&'*+\\/=?^_`{|}~-]+@[a-zA-Z0-9]$": true,
		`(?:a|b){2,5}?\d+\.\/$`:                            true,
		`[\w.-]+|[^-]|[-]`:                                 true,
		`한글+`:                                              true,
		``:                                                 true,
		`(?i)abc`:                                          false, // flags
		`(?P<year>\d+)`:                                    false,
		`(?<year>\d+)`:                                     false,
		`(?=a)a`:                                           false,
		`\pL+`:                                             false, // means something else
		`\Aa\z`:                                            false,
		`\Qa.b\E`:                                          false,
		`\x{41}`:                                           false,
		`[[:alpha:]]`:                                      false,
		`[]a]`:                                             false, // taken apart in other ways
		`[^][a]`:                                           false,
		`[][a]`:                                            false,
		`[a-z-9]`:                                          false,
		`a{,3}`:                                            false, // a browser refuses these
		`a}`:                                               false,
		`a]`:                                               false,
		`{a`:                                               false,
		`[\w-.]`:                                           false,
		`\_`:                                               false,
		`\-`:                                               false,
		`^*`:                                               false,
		`a**`:                                              false,
	} {
		if portable(pattern) != want {
			t.Errorf("portable(%s) is %t", pattern, !want)
		}
	}
}
