-- Uses the language server as a person at the keys would, and writes down what came of it.
local found = {}

local function await(what, condition)
  if not vim.wait(60000, condition, 20) then
    error('waited in vain for ' .. what)
  end
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'
end

local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return window
    end
  end
end

local function use()
  await('a diagnostic', function() return #vim.diagnostic.get(0) > 0 end)
  local first = vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR })[1]
  found.diagnostic = ('%d:%d %s'):format(first.lnum + 1, first.col + 1, first.message)

  vim.api.nvim_win_set_cursor(0, { 4, 27 })
  local params = vim.lsp.util.make_position_params()
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/completion', params, 60000)
  found.completion = {}
  for _, answer in pairs(answers) do
    for _, item in ipairs(vim.lsp.util.extract_completion_items(answer.result)) do
      table.insert(found.completion, item.label)
    end
  end

  vim.api.nvim_win_set_cursor(0, { 5, 1 })
  vim.lsp.buf.hover()
  await('the hover', floating)
  found.hover = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(floating()), 0, -1, false), ' ')
  vim.api.nvim_win_close(floating(), true)

  vim.api.nvim_win_set_cursor(0, { 4, 29 })
  vim.lsp.buf.definition()
  await('the definition', function() return vim.api.nvim_win_get_cursor(0)[1] == 1 end)
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  found.definition = { line, column + 1 }

  vim.lsp.buf.rename('ours')
  await('the rename', function() return text():find('<ours>', 1, true) ~= nil end)
  found.renamed = text()

  -- The list of actions is shown to a person who takes the one that mends.
  vim.ui.select = function(actions, _, choose)
    for index, action in ipairs(actions) do
      local title = (action.action or action[2]).title
      if title == 'Change it to "local"' then
        return choose(action, index)
      end
    end
    found.problem = 'no action mends it'
  end
  await('the diagnostics of the new text', function()
    local all = vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR })
    return #all == 1
  end)
  vim.api.nvim_win_set_cursor(0, { 4, 43 })
  vim.lsp.buf.code_action()
  await('the code action', function() return found.problem or text():find('action "local"\n', 1, true) end)
  found.mended = text()

  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = 60000 })
  else
    vim.lsp.buf.formatting_sync(nil, 60000)
  end
  found.formatted = text()
end

local ok, problem = pcall(use)
if not ok then
  found.problem = tostring(problem)
end
vim.fn.writefile({ vim.fn.json_encode(found) }, 'found.json')
vim.cmd('qall!')
