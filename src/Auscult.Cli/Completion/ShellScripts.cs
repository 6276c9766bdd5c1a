namespace Auscult.Cli.Completion;

/// <summary>
/// The scripts that make shells ask the program itself what can come next, through the parser's <c>[suggest]</c> directive. Where it
/// suggests nothing, file names complete.
/// </summary>
internal static class ShellScripts
{
    /// <summary>Shell to script.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] = """
            # bash completion of auscult
            _auscult() {
              local line=${COMP_LINE:0:COMP_POINT} program=${COMP_WORDS[0]} word candidate kept
              line="auscult${line#"$program"}"
              # bash breaks words at '='; the program does not.
              word=${line##* }
              kept=
              [[ $word == *=* ]] && kept=${word%"${word##*=}"}
              COMPREPLY=()
              while IFS= read -r candidate; do
                [[ $candidate == "$word"* ]] && COMPREPLY+=("${candidate#"$kept"}")
              done < <(AUSCULT_COMPLETING=1 "$program" "[suggest:${#line}]" "$line" 2>/dev/null)
              [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.] ]] && compopt -o nospace
              return 0
            }
            complete -o default -F _auscult auscult

            """,
        ["fish"] = """
            # fish completion of auscult
            function __auscult_suggestions
                set -l words (commandline -opc)
                set -l word (commandline -ct)
                set -l line (string join ' ' -- auscult $words[2..-1] $word)
                AUSCULT_COMPLETING=1 $words[1] "[suggest:"(string length -- $line)"]" $line 2>/dev/null | string match -- "$word*"
            end
            complete -c auscult -f -n 'count (__auscult_suggestions) >/dev/null' -a '(__auscult_suggestions)'

            """,
        ["zsh"] = """
            #compdef auscult
            # zsh completion of auscult
            _auscult() {
              local line="auscult ${(j: :)${words[2,CURRENT]}}" word=${words[CURRENT]}
              local -a all open closed
              all=(${(f)"$(AUSCULT_COMPLETING=1 ${words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)"})
              all=(${(M)all:#${word}*})
              if (( ! $#all )); then _files; return; fi
              open=(${(M)all:#*[=.]}) closed=(${all:#*[=.]})
              compadd -S '' -- $open
              compadd -- $closed
            }
            if [[ $funcstack[1] == _auscult ]]; then _auscult "$@"; else compdef _auscult auscult; fi

            """,
    };
}
