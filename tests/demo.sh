# What `make demo` does: one sample policy from prose to files to an answer. POLICYGLOT is the command.
set -eu
sample=tests/data/policies/shop.txt
out=output/demo

step() { printf '\n--- %s\n' "$*"; }

step "policyglot generate $sample (a shop's policy, in plain English)"
"$POLICYGLOT" generate "$sample" --answers tests/data/policies/shop.answers.toml -o "$out"

step "policyglot validate $out (JSON Schema, SHACL, XSD and our own rules)"
"$POLICYGLOT" validate "$out" --fail-on error

step "policyglot query $out/shop/policy.jsonld sharing (who shares which data with whom)"
"$POLICYGLOT" query "$out/shop/policy.jsonld" sharing

step "done"
cat <<END
Read  $sample
then  $out/shop/policy.jsonld   the practices, each with the words that state it
      $out/shop/w3c/policy.xml  the same as P3P, with w3c/p3p.xml and headers.txt
      $out/shop/report.html     all of it to look at, in a browser
      $out/shop/findings.json   what is missing, and what P3P cannot say
Try   $POLICYGLOT generate YOUR-POLICY.html, then \`$POLICYGLOT --help\`
END
