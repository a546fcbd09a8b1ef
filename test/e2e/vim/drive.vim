" Uses the language server through ALE as a person at the keys would, and writes down what came of it.
let s:found = {}

function! s:Await(what, condition) abort
  let l:turns = 0
  while !eval(a:condition)
    let l:turns += 1
    if l:turns > 1500
      throw 'waited in vain for ' . a:what
    endif
    sleep 20m
  endwhile
endfunction

function! s:Text() abort
  return join(getline(1, '$'), "\n") . "\n"
endfunction

function! s:Errors() abort
  return filter(copy(ale#engine#GetLoclist(bufnr())), {_, one -> one.type is# 'E'})
endfunction

function! s:Use() abort
  call s:Await('a diagnostic', '!empty(s:Errors())')
  let l:first = s:Errors()[0]
  let s:found.diagnostic = l:first.lnum . ':' . l:first.col . ' ' . l:first.text

  call cursor(5, 2)
  let g:ale_hover_to_preview = 1
  ALEHover
  call s:Await('the hover', 'bufnr("ALEPreviewWindow") > 0')
  let s:found.hover = join(getbufline('ALEPreviewWindow', 1, '$'), ' ')
  pclose

  call cursor(4, 30)
  ALEGoToDefinition
  call s:Await('the definition', 'line(".") == 1')
  let s:found.definition = [line('.'), col('.')]

  call feedkeys("\<C-u>ours\<CR>", 't')
  ALERename
  call s:Await('the rename', 's:Text() =~# "<ours>"')
  let s:found.renamed = s:Text()
endfunction

try
  call s:Use()
catch
  let s:found.problem = v:exception . ' at ' . v:throwpoint
endtry
call writefile([json_encode(s:found)], 'found.json')
qall!
