# shellcheck shell=bash
# The Java virtual machine warns of the vector module, which is still incubating, before anything else: leave that line
# out and pass the rest on untouched, an interrupt's last words included.
quiet_errors() {
    local line
    trap '' INT TERM
    while IFS= read -r line; do
        case $line in
            'WARNING: Using incubator modules: jdk.incubator.vector') break ;;
            *) printf '%s\n' "$line" ;;
        esac
        case $line in 'Picked up '*) ;; *) break ;; esac
    done
    exec cat
}
