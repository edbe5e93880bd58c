# What the project's own requirements or lock name comes first.
for folder in "$PROJECT" .; do
  for name in requirements.txt requirements.lock pylock.toml uv.lock; do
    if grep -qsiE '^[^#]*\bbriefgen\b' "$folder/$name"; then break 2; fi
    name=""
  done
done
case "$name" in
  "")
    if pip install "$INSTALL"; then exit 0; fi
    if [ -n "$OTHERWISE" ] && pip install "$OTHERWISE"; then exit 0; fi
    echo "::error::pip cannot install $INSTALL. Write a requirements.txt with a line that installs briefgen."
    exit 1
    ;;
  uv.lock)
    pip install uv
    uv export --quiet --frozen --no-emit-project --project "$folder" --output-file "$RUNNER_TEMP/locked.txt"
    uv pip install --python "$(command -v python)" --requirement "$RUNNER_TEMP/locked.txt"
    ;;
  pylock.toml)
    pip install uv
    uv pip install --python "$(command -v python)" --requirement "$folder/$name"
    ;;
  *) pip install --requirement "$folder/$name" ;;
esac
