@echo off
rem The zoo command for Windows: what the file zoo beside it is for other systems. The reasons stand there.
rem Java 17 or later from JAVA_HOME or the PATH; further JVM options from ZOO_OPTS.
setlocal
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%java%" goto nohome
if not defined JAVA_HOME where java.exe >nul 2>nul || goto nojava
set "version="
for /f "tokens=3" %%v in ('^""%java%" -version 2^>^&1 ^| findstr version^"') do if not defined version set "version=%%~v"
set "release=%version%"
for /f "delims=.-+" %%v in ("%version%") do set "version=%%v"
if not defined version set "version=0"
if %version% LSS 17 goto oldjava
set "quiet=--enable-native-access=ALL-UNNAMED"
if %version% GEQ 23 set "quiet=%quiet% --sun-misc-unsafe-memory-access=allow"
set "keep=-XX:CompileCommand=quiet -XX:CompileCommand=exclude,org/nd4j/linalg/jcublas/ops/executioner/CudaExecutioner.exec"
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
if not defined CUDA_DEVICE_ORDER set "CUDA_DEVICE_ORDER=PCI_BUS_ID"
if not defined CUDA_VISIBLE_DEVICES set "CUDA_VISIBLE_DEVICES=0"
if not defined NVIDIA_TF32_OVERRIDE set "NVIDIA_TF32_OVERRIDE=0"
if not defined CUDA_CACHE_MAXSIZE set "CUDA_CACHE_MAXSIZE=4294967296"
set "short="
set "first=%~1"
if not defined first set "first=help"
for %%c in (list show recipes completion help) do if "%first%"=="%%c" set "short=-XX:TieredStopAtLevel=1"
if "%first:~0,1%"=="-" set "short=-XX:TieredStopAtLevel=1"
rem Nothing tells here whether standard error is a terminal: progress is plain lines.
set "terminal=-Dzoo.terminal=false"
set "start=%USERPROFILE%\.autoencoder-zoo\start"
if defined ZOO_HOME set "start=%ZOO_HOME%\start"
set "folder=%~dp0"
set "folder=%folder:\=-%"
set "folder=%folder::=%"
set "archive=%start%\%release%-%folder%.jsa"
set "keepclasses="
set "shared="
if /i "%ZOO_ARCHIVE%"=="off" goto run
set "keepclasses=-Dzoo.archive="%archive%""
if not exist "%archive%" goto run
if not exist "%archive%.txt" goto run
set "bytes="
set /p bytes=<"%archive%.txt"
for %%f in ("%archive%") do if "%bytes%"=="%%~zf" set "shared=-Xlog:disable -XX:SharedArchiveFile="%archive%""
:run
"%java%" -XX:+UseSerialGC -Xshare:auto -Xms64m -XX:MaxNewSize=64m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 %keep% %short% %quiet% %terminal% %keepclasses% %shared% %ZOO_OPTS% -cp "%~dp0..\lib\*" io.github.aezoo.cli.ZooCommand %*
exit /b %ERRORLEVEL%

:nohome
echo zoo: Java 17 or later expected; JAVA_HOME is %JAVA_HOME%, which has no bin\java.exe: correct it, or unset it>&2
exit /b 1

:nojava
echo zoo: Java 17 or later expected, none found: install one, or set JAVA_HOME>&2
exit /b 1

:oldjava
echo zoo: Java 17 or later expected; '%java%' is Java %version%: set JAVA_HOME>&2
exit /b 1
