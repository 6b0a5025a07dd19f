#!/usr/bin/env bash
# Imports follow the table of ARCHITECTURE.md ("Targets"): each target may import what its line names, and the system.
set -eu
cd "$(dirname "$0")/.."

allowed() {
  case "$1" in
    Buffers) echo "CSystem Glibc Synchronization" ;;
    CSV) echo "Buffers CLibCSV CZlib CZstd Glibc" ;;
    Text) echo "Buffers CLibStemmer Glibc" ;;
    LanguageTraining) echo "Buffers Text Glibc" ;;
    LanguageTables) echo "Buffers Text" ;;
    language-tables) echo "LanguageTraining Text Foundation" ;;
    Sentiment) echo "Buffers Text CLexicons LanguageTables Dispatch Synchronization" ;;
    Purchases) echo "Buffers" ;;
    Satisfaction) echo "Buffers" ;;
    Columnar) echo "Buffers" ;;
    Parquet) echo "Buffers Columnar CZlib CZstd Glibc" ;;
    Pipeline)
      echo "Buffers CSV Text Sentiment Purchases Satisfaction Columnar Parquet CSystem Yams Crypto" \
        "Foundation Dispatch Glibc Synchronization"
      ;;
    FuzzTargets) echo "Buffers CSV Text Sentiment Columnar Parquet Pipeline Synchronization" ;;
    fuzz) echo "FuzzTargets CFuzzer Glibc" ;;
    voc)
      echo "Pipeline Sentiment Text CSV Buffers ArgumentParser Logging Foundation Dispatch Glibc" \
        "Synchronization"
      ;;
  esac
}

wrong=0
for folder in Sources/*/; do
  target=$(basename "$folder")
  case "$target" in C[A-Z]*[a-z]) [ "$target" != CSV ] && [ "$target" != Columnar ] && continue ;; esac
  permitted=" $(allowed "$target") "
  while IFS=: read -r file line import; do
    module=$(echo "$import" | sed -E 's/^.*import +((struct|class|enum|func|protocol) +)?([A-Za-z]+).*$/\3/')
    case "$permitted" in
      *" $module "*) ;;
      *)
        echo "$file:$line: $target must not import $module (ARCHITECTURE.md, Targets)"
        wrong=1
        ;;
    esac
  done < <(grep -rnE '^(@[a-z_]+ +)?((public|package|internal|private) +)?import ' "$folder" --include='*.swift' || true)
done
[ $wrong -eq 0 ] && echo "layers: every import is allowed"
exit $wrong
