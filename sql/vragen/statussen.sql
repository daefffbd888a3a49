-- How definite a figure can be, with its letter in the explorer.
select status, kort
from kern_status
order by volgorde;
