-- So that a row reads the same wherever it is counted.
set row_security = off;
set timezone = 'UTC';
set datestyle = 'ISO, YMD';
set intervalstyle = 'postgres';
set extra_float_digits = 1;
set bytea_output = 'hex';
set xmloption = 'content';
set lc_monetary = 'C';
set search_path = '';
